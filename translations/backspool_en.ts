<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>ProtectionState</name>
    <message numerus="yes">
        <source>%n file(s) looked at</source>
        <translation>
            <numerusform>%n file looked at</numerusform>
            <numerusform>%n files looked at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message numerus="yes">
        <source>about %n second(s)</source>
        <translation>
            <numerusform>about %n second</numerusform>
            <numerusform>about %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>about %n hour</numerusform>
            <numerusform>about %n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::activity::ActivityModel</name>
    <message numerus="yes">
        <source>Done, %n to look at</source>
        <comment>files with problems</comment>
        <translation>
            <numerusform>Done, %n to look at</numerusform>
            <numerusform>Done, %n to look at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::activity::ActivityWindow</name>
    <message numerus="yes">
        <source>%n file(s), %1 in all</source>
        <translation>
            <numerusform>%n file, %1 in all</numerusform>
            <numerusform>%n files, %1 in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) to look at, of which these are kept here:</source>
        <translation>
            <numerusform>%n file to look at, of which these are kept here:</numerusform>
            <numerusform>%n files to look at, of which these are kept here:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) to look at:</source>
        <translation>
            <numerusform>%n file to look at:</numerusform>
            <numerusform>%n files to look at:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be backed up as they were; which ones is kept for this computer&apos;s latest backups only.</source>
        <translation>
            <numerusform>%n file could not be backed up as it was; which one is kept for this computer&apos;s latest backups only.</numerusform>
            <numerusform>%n files could not be backed up as they were; which ones is kept for this computer&apos;s latest backups only.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::ArchiveDialog</name>
    <message numerus="yes">
        <source>Saving %1… %n file(s), %2</source>
        <translation>
            <numerusform>Saving %1… %n file, %2</numerusform>
            <numerusform>Saving %1… %n files, %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) saved in %1.</source>
        <translation>
            <numerusform>%n file saved in %1.</numerusform>
            <numerusform>%n files saved in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are not in it as they were:</source>
        <translation>
            <numerusform>%n file is not in it as it was:</numerusform>
            <numerusform>%n files are not in it as they were:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::BrowserWindow</name>
    <message numerus="yes">
        <source>Searching all backups: %n found so far…</source>
        <translation>
            <numerusform>Searching all backups: %n found so far…</numerusform>
            <numerusform>Searching all backups: %n found so far…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %n found; more of the name shows less.</source>
        <translation>
            <numerusform>The first %n found; more of the name shows less.</numerusform>
            <numerusform>The first %n found; more of the name shows less.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) as of %1</source>
        <translation>
            <numerusform>%n item as of %1</numerusform>
            <numerusform>%n items as of %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::ComparisonWindow</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::HandOutDialog</name>
    <message numerus="yes">
        <source>Getting the files from the backup… %n file(s), %1</source>
        <translation>
            <numerusform>Getting the files from the backup… %n file, %1</numerusform>
            <numerusform>Getting the files from the backup… %n files, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be had, the first is %1</source>
        <translation>
            <numerusform>%n file could not be had, it is %1</numerusform>
            <numerusform>%n files could not be had, the first is %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::HistorySlider</name>
    <message numerus="yes">
        <source>%n change(s) in this folder</source>
        <translation>
            <numerusform>%n change in this folder</numerusform>
            <numerusform>%n changes in this folder</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::RestoreDialog</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) that would be restored exist already and are different. What shall become of what is there now?</source>
        <translation>
            <numerusform>%n file that would be restored exists already and is different. What shall become of what is there now?</numerusform>
            <numerusform>%n files that would be restored exist already and are different. What shall become of what is there now?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::RestoreResultPage</name>
    <message numerus="yes">
        <source>%n file(s) restored.</source>
        <translation>
            <numerusform>%n file restored.</numerusform>
            <numerusform>%n files restored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were right already.</source>
        <translation>
            <numerusform>%n file were right already.</numerusform>
            <numerusform>%n files were right already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are not as they were then:</source>
        <translation>
            <numerusform>%n file are not as they were then:</numerusform>
            <numerusform>%n files are not as they were then:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) that were replaced are back.</source>
        <translation>
            <numerusform>%n file that was replaced is back.</numerusform>
            <numerusform>%n files that were replaced are back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restored file(s) are gone again.</source>
        <translation>
            <numerusform>%n restored file is gone again.</numerusform>
            <numerusform>%n restored files are gone again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Permissions and times of %n file(s) or folder(s) are as before.</source>
        <translation>
            <numerusform>Permissions and times of %n file or folder are as before.</numerusform>
            <numerusform>Permissions and times of %n files or folders are as before.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::settings::ApplicationPage</name>
    <message numerus="yes">
        <source>%n not of one moment</source>
        <translation>
            <numerusform>%n not of one moment</numerusform>
            <numerusform>%n not of one moment</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n protected</source>
        <translation>
            <numerusform>%n protected</numerusform>
            <numerusform>%n protected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::settings::ProtectionPage</name>
    <message numerus="yes">
        <source>Protected: %1 in %n file(s)</source>
        <translation>
            <numerusform>Protected: %1 in %n file</numerusform>
            <numerusform>Protected: %1 in %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Left out for size or age, as a cache or on another disk: %1 in %n file(s)</source>
        <translation>
            <numerusform>Left out for size or age, as a cache or on another disk: %1 in %n file</numerusform>
            <numerusform>Left out for size or age, as a cache or on another disk: %1 in %n files</numerusform>
        </translation>
    </message>
</context>
</TS>
