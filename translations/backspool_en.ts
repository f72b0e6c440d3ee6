<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>ProtectionState</name>
    <message numerus="yes">
        <source>%Ln file(s) looked at</source>
        <translation>
            <numerusform>%Ln file looked at</numerusform>
            <numerusform>%Ln files looked at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>%Ln minute</numerusform>
            <numerusform>%Ln minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s)</source>
        <translation>
            <numerusform>%Ln hour</numerusform>
            <numerusform>%Ln hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln day</numerusform>
            <numerusform>%Ln days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message numerus="yes">
        <source>about %Ln second(s)</source>
        <translation>
            <numerusform>about %Ln second</numerusform>
            <numerusform>about %Ln seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minute(s)</source>
        <translation>
            <numerusform>about %Ln minute</numerusform>
            <numerusform>about %Ln minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s)</source>
        <translation>
            <numerusform>about %Ln hour</numerusform>
            <numerusform>about %Ln hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::activity::ActivityModel</name>
    <message numerus="yes">
        <source>Done, %Ln to look at</source>
        <comment>files with problems</comment>
        <translation>
            <numerusform>Done, %Ln to look at</numerusform>
            <numerusform>Done, %Ln to look at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::activity::ActivityWindow</name>
    <message numerus="yes">
        <source>%Ln file(s), %1 in all</source>
        <translation>
            <numerusform>%Ln file, %1 in all</numerusform>
            <numerusform>%Ln files, %1 in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) to look at, of which these are kept here:</source>
        <translation>
            <numerusform>%Ln file to look at, of which these are kept here:</numerusform>
            <numerusform>%Ln files to look at, of which these are kept here:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) to look at:</source>
        <translation>
            <numerusform>%Ln file to look at:</numerusform>
            <numerusform>%Ln files to look at:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be backed up as they were; which ones is kept for this computer&apos;s latest backups only.</source>
        <translation>
            <numerusform>%Ln file could not be backed up as it was; which one is kept for this computer&apos;s latest backups only.</numerusform>
            <numerusform>%Ln files could not be backed up as they were; which ones is kept for this computer&apos;s latest backups only.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::ArchiveDialog</name>
    <message numerus="yes">
        <source>Saving %1… %Ln file(s), %2</source>
        <translation>
            <numerusform>Saving %1… %Ln file, %2</numerusform>
            <numerusform>Saving %1… %Ln files, %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) saved in %1.</source>
        <translation>
            <numerusform>%Ln file saved in %1.</numerusform>
            <numerusform>%Ln files saved in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are not in it as they were:</source>
        <translation>
            <numerusform>%Ln file is not in it as it was:</numerusform>
            <numerusform>%Ln files are not in it as they were:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::BrowserWindow</name>
    <message numerus="yes">
        <source>Searching all backups: %Ln found so far…</source>
        <translation>
            <numerusform>Searching all backups: %Ln found so far…</numerusform>
            <numerusform>Searching all backups: %Ln found so far…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln found; more of the name shows less.</source>
        <translation>
            <numerusform>The first %Ln found; more of the name shows less.</numerusform>
            <numerusform>The first %Ln found; more of the name shows less.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln found</numerusform>
            <numerusform>%Ln found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) as of %1</source>
        <translation>
            <numerusform>%Ln item as of %1</numerusform>
            <numerusform>%Ln items as of %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::ComparisonWindow</name>
    <message numerus="yes">
        <source>%Ln change(s)</source>
        <translation>
            <numerusform>%Ln change</numerusform>
            <numerusform>%Ln changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::HandOutDialog</name>
    <message numerus="yes">
        <source>Getting the files from the backup… %Ln file(s), %1</source>
        <translation>
            <numerusform>Getting the files from the backup… %Ln file, %1</numerusform>
            <numerusform>Getting the files from the backup… %Ln files, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be had, the first is %1</source>
        <translation>
            <numerusform>%Ln file could not be had, it is %1</numerusform>
            <numerusform>%Ln files could not be had, the first is %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::HistorySlider</name>
    <message numerus="yes">
        <source>%Ln change(s) in this folder</source>
        <translation>
            <numerusform>%Ln change in this folder</numerusform>
            <numerusform>%Ln changes in this folder</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::RestoreDialog</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that would be restored exist already and are different. What shall become of what is there now?</source>
        <translation>
            <numerusform>%Ln file that would be restored exists already and is different. What shall become of what is there now?</numerusform>
            <numerusform>%Ln files that would be restored exist already and are different. What shall become of what is there now?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::RestoreResultPage</name>
    <message numerus="yes">
        <source>%Ln file(s) restored.</source>
        <translation>
            <numerusform>%Ln file restored.</numerusform>
            <numerusform>%Ln files restored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) were right already.</source>
        <translation>
            <numerusform>%Ln file were right already.</numerusform>
            <numerusform>%Ln files were right already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are not as they were then:</source>
        <translation>
            <numerusform>%Ln file is not as it was then:</numerusform>
            <numerusform>%Ln files are not as they were then:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that were replaced are back.</source>
        <translation>
            <numerusform>%Ln file that was replaced is back.</numerusform>
            <numerusform>%Ln files that were replaced are back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln restored file(s) are gone again.</source>
        <translation>
            <numerusform>%Ln restored file is gone again.</numerusform>
            <numerusform>%Ln restored files are gone again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Permissions and times of %Ln file(s) or folder(s) are as before.</source>
        <translation>
            <numerusform>Permissions and times of %Ln file or folder are as before.</numerusform>
            <numerusform>Permissions and times of %Ln files or folders are as before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln folder(s) restored.</source>
        <translation>
            <numerusform>%Ln folder restored.</numerusform>
            <numerusform>%Ln folders restored.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::settings::ApplicationPage</name>
    <message numerus="yes">
        <source>%Ln not of one moment</source>
        <translation>
            <numerusform>%Ln not of one moment</numerusform>
            <numerusform>%Ln not of one moment</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln protected</source>
        <translation>
            <numerusform>%Ln protected</numerusform>
            <numerusform>%Ln protected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::settings::PolicyFieldEdit</name>
    <message numerus="yes">
        <source>second(s)</source>
        <extracomment>behind a box with the number</extracomment>
        <translation>
            <numerusform>second</numerusform>
            <numerusform>seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>minute(s)</source>
        <translation>
            <numerusform>minute</numerusform>
            <numerusform>minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>hour(s)</source>
        <translation>
            <numerusform>hour</numerusform>
            <numerusform>hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>day(s)</source>
        <translation>
            <numerusform>day</numerusform>
            <numerusform>days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::settings::ProtectionPage</name>
    <message numerus="yes">
        <source>Protected: %1 in %Ln file(s)</source>
        <translation>
            <numerusform>Protected: %1 in %Ln file</numerusform>
            <numerusform>Protected: %1 in %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Left out for size or age, as a cache or on another disk: %1 in %Ln file(s)</source>
        <translation>
            <numerusform>Left out for size or age, as a cache or on another disk: %1 in %Ln file</numerusform>
            <numerusform>Left out for size or age, as a cache or on another disk: %1 in %Ln files</numerusform>
        </translation>
    </message>
</context>
</TS>
