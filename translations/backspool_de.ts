<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>ActivityRows</name>
    <message>
        <source>You may not read it. Leave it out in the settings, or have its owner let you read it.</source>
        <translation>Sie dürfen sie nicht lesen. Nehmen Sie sie in den Einstellungen aus, oder lassen Sie sich von ihrem Besitzer das Lesen erlauben.</translation>
    </message>
    <message>
        <source>The disk or the network folder does not give it. Look at it in the file manager; a disk that fails has to be replaced soon.</source>
        <translation>Die Platte oder der Netzwerkordner gibt sie nicht her. Sehen Sie im Dateimanager nach; eine Platte, die ausfällt, muss bald ersetzt werden.</translation>
    </message>
    <message>
        <source>Tell whoever has set up this command.</source>
        <translation>Sagen Sie es dem, der diesen Befehl eingerichtet hat.</translation>
    </message>
</context>
<context>
    <name>KeyPlace</name>
    <message>
        <source>This computer&apos;s key to the backups is in the keychain of your desktop, with your other passwords.</source>
        <translation>Der Schlüssel dieses Computers zu den Sicherungen liegt im Schlüsselbund Ihres Desktops, bei Ihren anderen Passwörtern.</translation>
    </message>
    <message>
        <source>This computer&apos;s key to the backups is in a file that only you can read.</source>
        <translation>Der Schlüssel dieses Computers zu den Sicherungen liegt in einer Datei, die nur Sie lesen können.</translation>
    </message>
    <message>
        <source>This computer&apos;s key to the backups is in a file that only you can read, since the keychain of your desktop could not take it: %1.</source>
        <translation>Der Schlüssel dieses Computers zu den Sicherungen liegt in einer Datei, die nur Sie lesen können, weil der Schlüsselbund Ihres Desktops ihn nicht aufnehmen konnte: %1.</translation>
    </message>
</context>
<context>
    <name>ManagedState</name>
    <message>
        <source>The backup program of this computer does not answer</source>
        <translation>Das Sicherungsprogramm dieses Computers antwortet nicht</translation>
    </message>
    <message>
        <source>It is asked again until it does. If that lasts, tell the administrator.</source>
        <translation>Es wird weiter gefragt, bis es antwortet. Wenn das anhält, sagen Sie es dem Administrator.</translation>
    </message>
    <message>
        <source>The administrator of this computer has paused backups.</source>
        <translation>Der Administrator dieses Computers hat die Sicherungen angehalten.</translation>
    </message>
</context>
<context>
    <name>ProtectionState</name>
    <message>
        <source>no backup yet</source>
        <translation>noch keine Sicherung</translation>
    </message>
    <message>
        <source>last backup just now</source>
        <translation>letzte Sicherung gerade eben</translation>
    </message>
    <message>
        <source>last backup %1 ago</source>
        <translation>letzte Sicherung vor %1</translation>
    </message>
    <message>
        <source>Backing up</source>
        <translation>Sicherung läuft</translation>
    </message>
    <message>
        <source>Backing up, %1 %</source>
        <translation>Sicherung läuft, %1 %</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) looked at</source>
        <translation>
            <numerusform>%Ln Datei angesehen</numerusform>
            <numerusform>%Ln Dateien angesehen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a time</comment>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>Protected, %1</source>
        <translation>Geschützt, %1</translation>
    </message>
    <message>
        <source>Next backup: %1</source>
        <translation>Nächste Sicherung: %1</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>Angehalten bis %1</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Waiting, %1</source>
        <translation>Wartet, %1</translation>
    </message>
    <message>
        <source>Needs your attention, %1</source>
        <translation>Bitte ansehen, %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>%Ln Minute</numerusform>
            <numerusform>%Ln Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s)</source>
        <translation>
            <numerusform>%Ln Stunde</numerusform>
            <numerusform>%Ln Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln Tag</numerusform>
            <numerusform>%Ln Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet …</translation>
    </message>
    <message>
        <source>Not protected yet</source>
        <translation>Noch nicht geschützt</translation>
    </message>
    <message>
        <source>Connect this computer to your backup service.</source>
        <translation>Verbinden Sie diesen Computer mit Ihrem Sicherungsdienst.</translation>
    </message>
    <message>
        <source>Another Backspool agent has these files</source>
        <translation>Ein anderer Backspool-Agent hat diese Dateien</translation>
    </message>
    <message>
        <source>&quot;backspool-agent status&quot; tells how it is doing. Files can be restored here all the same.</source>
        <translation>&quot;backspool-agent status&quot; sagt, wie es ihm geht. Dateien lassen sich hier trotzdem wiederherstellen.</translation>
    </message>
    <message>
        <source>Nothing is protected now</source>
        <translation>Zurzeit wird nichts geschützt</translation>
    </message>
    <message>
        <source>It goes on by itself then.</source>
        <translation>Danach geht es von selbst weiter.</translation>
    </message>
    <message>
        <source>Nothing is backed up until you resume.</source>
        <translation>Bis Sie fortsetzen, wird nichts gesichert.</translation>
    </message>
    <message>
        <source>A backup is due. It waits until the battery is above %1 %, or the computer is plugged in.</source>
        <translation>Eine Sicherung ist fällig. Sie wartet, bis der Akku über %1 % geladen ist oder der Computer am Netz hängt.</translation>
    </message>
    <message>
        <source>A backup is due. It waits for a network connection that is not metered.</source>
        <translation>Eine Sicherung ist fällig. Sie wartet auf eine Netzwerkverbindung, die nicht nach Menge abgerechnet wird.</translation>
    </message>
    <message>
        <source>The last attempt did not succeed: %1. The next one: %2.</source>
        <translation>Der letzte Versuch ist nicht gelungen: %1. Der nächste: %2.</translation>
    </message>
    <message>
        <source>A backup is due. The computer was busier than %1 %; the next look: %2.</source>
        <translation>Eine Sicherung ist fällig. Der Computer war zu mehr als %1 % ausgelastet; nächster Blick: %2.</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>Today %1</source>
        <translation>Heute %1</translation>
    </message>
    <message>
        <source>Yesterday %1</source>
        <translation>Gestern %1</translation>
    </message>
    <message>
        <source>d MMM</source>
        <extracomment>day and month; see Qt&apos;s QLocale::toString() for the letters</extracomment>
        <translation>d. MMM</translation>
    </message>
    <message numerus="yes">
        <source>about %Ln second(s)</source>
        <translation>
            <numerusform>etwa %Ln Sekunde</numerusform>
            <numerusform>etwa %Ln Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minute(s)</source>
        <translation>
            <numerusform>etwa %Ln Minute</numerusform>
            <numerusform>etwa %Ln Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s)</source>
        <translation>
            <numerusform>etwa %Ln Stunde</numerusform>
            <numerusform>etwa %Ln Stunden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::activity::ActivityModel</name>
    <message>
        <source>No backup: %1</source>
        <translation>Keine Sicherung: %1</translation>
    </message>
    <message>
        <source>Waited: %1</source>
        <translation>Gewartet: %1</translation>
    </message>
    <message numerus="yes">
        <source>Done, %Ln to look at</source>
        <comment>files with problems</comment>
        <translation>
            <numerusform>Fertig, %Ln Datei zum Nachsehen</numerusform>
            <numerusform>Fertig, %Ln Dateien zum Nachsehen</numerusform>
        </translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>minutes</comment>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>What was read and did not have to be sent: the backup service has it already, or it was made smaller on the way.</source>
        <translation>Was gelesen wurde und nicht gesendet werden musste: Der Sicherungsdienst hat es schon, oder es wurde unterwegs verkleinert.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespart</translation>
    </message>
</context>
<context>
    <name>backspool::activity::ActivityWindow</name>
    <message>
        <source>Activity</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Past backups</source>
        <translation>Frühere Sicherungen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>Was Sie tun können</translation>
    </message>
    <message>
        <source>Files to look at</source>
        <translation>Dateien, nach denen Sie sehen sollten</translation>
    </message>
    <message>
        <source>Older backups are not shown: %1</source>
        <translation>Ältere Sicherungen werden nicht gezeigt: %1</translation>
    </message>
    <message>
        <source>No backup yet</source>
        <translation>Noch keine Sicherung</translation>
    </message>
    <message>
        <source>The first one is made by itself, or now if you want.</source>
        <translation>Die erste entsteht von selbst, oder jetzt, wenn Sie wollen.</translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>Jetzt &amp;sichern</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s), %1 in all</source>
        <translation>
            <numerusform>%Ln Datei, zusammen %1</numerusform>
            <numerusform>%Ln Dateien, zusammen %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The backup service does not keep it by itself any more.</source>
        <translation>Der Sicherungsdienst hebt sie nicht mehr für sich auf.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) to look at, of which these are kept here:</source>
        <translation>
            <numerusform>%Ln Datei, nach der Sie sehen sollten; aufgehoben ist davon:</numerusform>
            <numerusform>%Ln Dateien, nach denen Sie sehen sollten; aufgehoben sind davon:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) to look at:</source>
        <translation>
            <numerusform>%Ln Datei, nach der Sie sehen sollten:</numerusform>
            <numerusform>%Ln Dateien, nach denen Sie sehen sollten:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be backed up as they were; which ones is kept for this computer&apos;s latest backups only.</source>
        <translation>
            <numerusform>%Ln Datei konnte nicht gesichert werden, wie sie war; welche, ist nur für die neuesten Sicherungen dieses Computers aufgehoben.</numerusform>
            <numerusform>%Ln Dateien konnten nicht gesichert werden, wie sie waren; welche, ist nur für die neuesten Sicherungen dieses Computers aufgehoben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every file is in it as it was.</source>
        <translation>Jede Datei ist darin, wie sie war.</translation>
    </message>
    <message>
        <source>(a command)</source>
        <translation>(ein Befehl)</translation>
    </message>
</context>
<context>
    <name>backspool::activity::AmountChart</name>
    <message>
        <source>Amounts of the last backups</source>
        <translation>Mengen der letzten Sicherungen</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespart</translation>
    </message>
    <message>
        <source>up to %1 read</source>
        <translation>bis zu %1 gelesen</translation>
    </message>
    <message>
        <source>%1 read, %2 sent</source>
        <translation>%1 gelesen, %2 gesendet</translation>
    </message>
</context>
<context>
    <name>backspool::browser::ArchiveDialog</name>
    <message>
        <source>Save as archive</source>
        <translation>Als Archiv speichern</translation>
    </message>
    <message>
        <source>Saving %1…</source>
        <translation>%1 wird gespeichert …</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>What is not in the archive as it was</source>
        <translation>Was nicht so im Archiv ist, wie es war</translation>
    </message>
    <message numerus="yes">
        <source>Saving %1… %Ln file(s), %2</source>
        <translation>
            <numerusform>%1 wird gespeichert … %Ln Datei, %2</numerusform>
            <numerusform>%1 wird gespeichert … %Ln Dateien, %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. No archive was saved.</source>
        <translation>Beendet. Es wurde kein Archiv gespeichert.</translation>
    </message>
    <message>
        <source>No archive was saved: %1</source>
        <translation>Es wurde kein Archiv gespeichert: %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) saved in %1.</source>
        <translation>
            <numerusform>%Ln Datei in %1 gespeichert.</numerusform>
            <numerusform>%Ln Dateien in %1 gespeichert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are not in it as they were:</source>
        <translation>
            <numerusform>%Ln Datei ist nicht so darin, wie sie war:</numerusform>
            <numerusform>%Ln Dateien sind nicht so darin, wie sie waren:</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird beendet …</translation>
    </message>
</context>
<context>
    <name>backspool::browser::BrowserWindow</name>
    <message>
        <source>Restore files</source>
        <translation>Dateien wiederherstellen</translation>
    </message>
    <message>
        <source>Search all backups</source>
        <translation>Alle Sicherungen durchsuchen</translation>
    </message>
    <message>
        <source>Search all backups by name</source>
        <translation>Alle Sicherungen nach einem Namen durchsuchen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Files found</source>
        <translation>Gefundene Dateien</translation>
    </message>
    <message>
        <source>Show &amp;deleted files</source>
        <translation>Gelö&amp;schte Dateien zeigen</translation>
    </message>
    <message>
        <source>Also what was in this folder earlier and is gone at this time</source>
        <translation>Auch was früher in diesem Ordner war und zu dieser Zeit fehlt</translation>
    </message>
    <message>
        <source>Restore &amp;to…</source>
        <translation>Wiederherstellen &amp;nach …</translation>
    </message>
    <message>
        <source>Restores into a folder that you choose; your own files stay as they are (Ctrl+Shift+R)</source>
        <translation>Stellt in einem Ordner Ihrer Wahl wieder her; Ihre eigenen Dateien bleiben, wie sie sind (Strg+Umschalt+R)</translation>
    </message>
    <message>
        <source>Backspool cannot read its own settings</source>
        <translation>Backspool kann seine eigenen Einstellungen nicht lesen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>This computer is not backed up yet</source>
        <translation>Dieser Computer wird noch nicht gesichert</translation>
    </message>
    <message>
        <source>Connect it to your backup service, and choose what is to be protected.</source>
        <translation>Verbinden Sie ihn mit Ihrem Sicherungsdienst, und wählen Sie, was geschützt werden soll.</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>Einrichten …</translation>
    </message>
    <message>
        <source>The backups cannot be shown now</source>
        <translation>Die Sicherungen lassen sich gerade nicht zeigen</translation>
    </message>
    <message>
        <source>Asking the backup service…</source>
        <translation>Der Sicherungsdienst wird gefragt …</translation>
    </message>
    <message>
        <source>There is no backup yet</source>
        <translation>Es gibt noch keine Sicherung</translation>
    </message>
    <message>
        <source>As soon as the first one is made, your files show here as they were then.</source>
        <translation>Sobald die erste gemacht ist, erscheinen hier Ihre Dateien, wie sie damals waren.</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Jetzt sichern</translation>
    </message>
    <message>
        <source>This folder was not there</source>
        <translation>Diesen Ordner gab es nicht</translation>
    </message>
    <message>
        <source>It is not in the backup of %1. Move the slider below to look at another time.</source>
        <translation>Er ist nicht in der Sicherung von %1. Mit dem Schieber unten sehen Sie eine andere Zeit.</translation>
    </message>
    <message>
        <source>This folder was empty</source>
        <translation>Dieser Ordner war leer</translation>
    </message>
    <message>
        <source>Nothing was in it in the backup of %1. Move the slider below, or show deleted files.</source>
        <translation>In der Sicherung von %1 war nichts darin. Bewegen Sie den Schieber unten, oder lassen Sie gelöschte Dateien zeigen.</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>Wiede&amp;rherstellen</translation>
    </message>
    <message>
        <source>&amp;Restore this folder</source>
        <translation>Diesen O&amp;rdner wiederherstellen</translation>
    </message>
    <message>
        <source>Brings what is selected back to its place (Ctrl+R)</source>
        <translation>Bringt, was gewählt ist, an seinen Platz zurück (Strg+R)</translation>
    </message>
    <message>
        <source>Brings all of this folder back to its place (Ctrl+R)</source>
        <translation>Bringt alles in diesem Ordner an seinen Platz zurück (Strg+R)</translation>
    </message>
    <message>
        <source>Select a file to see its versions and what is in it.</source>
        <translation>Wählen Sie eine Datei, um ihre Versionen und ihren Inhalt zu sehen.</translation>
    </message>
    <message>
        <source>Press Enter to open this folder.</source>
        <translation>Die Eingabetaste öffnet diesen Ordner.</translation>
    </message>
    <message>
        <source>The search ended: %1</source>
        <translation>Die Suche endete: %1</translation>
    </message>
    <message numerus="yes">
        <source>Searching all backups: %Ln found so far…</source>
        <translation>
            <numerusform>Alle Sicherungen werden durchsucht: bisher %Ln Treffer …</numerusform>
            <numerusform>Alle Sicherungen werden durchsucht: bisher %Ln Treffer …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln found; more of the name shows less.</source>
        <translation>
            <numerusform>Der erste Treffer; mehr vom Namen zeigt weniger.</numerusform>
            <numerusform>Die ersten %Ln Treffer; mehr vom Namen zeigt weniger.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln Treffer</numerusform>
            <numerusform>%Ln Treffer</numerusform>
        </translation>
    </message>
    <message>
        <source>The backups cannot be searched now</source>
        <translation>Die Sicherungen lassen sich gerade nicht durchsuchen</translation>
    </message>
    <message>
        <source>Nothing of that name in any backup</source>
        <translation>In keiner Sicherung gibt es etwas mit diesem Namen</translation>
    </message>
    <message>
        <source>A part of the name is enough. With * and ? it is a pattern for the whole name: *.odt</source>
        <translation>Ein Teil des Namens genügt. Mit * und ? ist es ein Muster für den ganzen Namen: *.odt</translation>
    </message>
    <message>
        <source>an earlier backup</source>
        <translation>einer früheren Sicherung</translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) as of %1</source>
        <translation>
            <numerusform>%Ln Eintrag von %1</numerusform>
            <numerusform>%Ln Einträge von %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 as of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Restore into this folder</source>
        <translation>In diesen Ordner wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Save as archive…</source>
        <translation>Als Archiv speic&amp;hern …</translation>
    </message>
    <message>
        <source>Puts what is selected into a zip or tar file, to give away or to keep</source>
        <translation>Legt, was gewählt ist, in eine Zip- oder Tar-Datei, zum Weitergeben oder Aufheben</translation>
    </message>
    <message>
        <source>Save as archive</source>
        <translation>Als Archiv speichern</translation>
    </message>
    <message>
        <source>Zip archive (*.zip)</source>
        <translation>Zip-Archiv (*.zip)</translation>
    </message>
    <message>
        <source>Tar archive (*.tar.zst)</source>
        <translation>Tar-Archiv (*.tar.zst)</translation>
    </message>
    <message>
        <source>Copied: paste them in a file manager</source>
        <translation>Kopiert: in einer Dateiverwaltung einfügen</translation>
    </message>
    <message>
        <source>You may not read this folder</source>
        <translation>Diesen Ordner dürfen Sie nicht lesen</translation>
    </message>
    <message>
        <source>You may not read this: its owner has not let you.</source>
        <translation>Das dürfen Sie nicht lesen: der Eigentümer hat es Ihnen nicht erlaubt.</translation>
    </message>
    <message>
        <source>Press Enter on what you look for to go to it, and to see its versions.</source>
        <translation>Drücken Sie die Eingabetaste auf dem, was Sie suchen, um dorthin zu gehen und die Versionen zu sehen.</translation>
    </message>
    <message>
        <source>What was deleted at other times is restored next, from the backups that have it.</source>
        <translation>Was zu anderen Zeiten gelöscht wurde, wird als Nächstes wiederhergestellt, aus den Sicherungen, die es haben.</translation>
    </message>
</context>
<context>
    <name>backspool::browser::Comparing</name>
    <message>
        <source>Compare these t&amp;wo</source>
        <translation>Diese &amp;beiden vergleichen</translation>
    </message>
    <message>
        <source>&amp;Compare with now</source>
        <translation>Mit &amp;jetzt vergleichen</translation>
    </message>
    <message>
        <source>Shows what changed between the two versions that are selected (Ctrl+D)</source>
        <translation>Zeigt, was sich zwischen den beiden gewählten Fassungen geändert hat (Strg+D)</translation>
    </message>
    <message>
        <source>Shows what changed between this version and the file as it is now; to compare two versions, select both in the list above (Ctrl+D)</source>
        <translation>Zeigt, was sich zwischen dieser Fassung und der Datei, wie sie jetzt ist, geändert hat; um zwei Fassungen zu vergleichen, beide in der Liste darüber auswählen (Strg+D)</translation>
    </message>
</context>
<context>
    <name>backspool::browser::ComparisonModel</name>
    <message>
        <source>the same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>only in the later one</source>
        <translation>nur in der späteren</translation>
    </message>
    <message>
        <source>only in the earlier one</source>
        <translation>nur in der früheren</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
</context>
<context>
    <name>backspool::browser::ComparisonWindow</name>
    <message>
        <source>Compare %1</source>
        <translation>%1 vergleichen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>&amp;Previous change</source>
        <translation>&amp;Vorige Änderung</translation>
    </message>
    <message>
        <source>Shift+F3 or Alt+Up</source>
        <translation>Umschalt+F3 oder Alt+Auf</translation>
    </message>
    <message>
        <source>&amp;Next change</source>
        <translation>&amp;Nächste Änderung</translation>
    </message>
    <message>
        <source>F3 or Alt+Down</source>
        <translation>F3 oder Alt+Ab</translation>
    </message>
    <message>
        <source>S&amp;maller</source>
        <translation>&amp;Kleiner</translation>
    </message>
    <message>
        <source>Ctrl+-</source>
        <translation>Strg+-</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>&amp;Größer</translation>
    </message>
    <message>
        <source>Ctrl++</source>
        <translation>Strg++</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>&amp;Einpassen</translation>
    </message>
    <message>
        <source>Shows both pictures whole (Ctrl+0)</source>
        <translation>Zeigt beide Bilder ganz (Strg+0)</translation>
    </message>
    <message>
        <source>As backed up %1</source>
        <translation>Wie gesichert %1</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>Wie es jetzt ist</translation>
    </message>
    <message>
        <source>changed %1</source>
        <translation>geändert %1</translation>
    </message>
    <message>
        <source>Getting the version of %1 from the backup service…</source>
        <translation>Die Fassung von %1 wird vom Sicherungsdienst geholt…</translation>
    </message>
    <message>
        <source>Reading the file as it is now…</source>
        <translation>Die Datei, wie sie jetzt ist, wird gelesen…</translation>
    </message>
    <message>
        <source>There is no such file now: it was deleted or moved. Restore brings it back.</source>
        <translation>Diese Datei gibt es jetzt nicht: Sie wurde gelöscht oder verschoben. Zurückholen bringt sie wieder.</translation>
    </message>
    <message>
        <source>The two cannot be compared: %1</source>
        <translation>Die beiden können nicht verglichen werden: %1</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleichen…</translation>
    </message>
    <message>
        <source>Only the first %1 of each were compared; they are larger.</source>
        <translation>Nur die ersten %1 von jeder wurden verglichen; sie sind größer.</translation>
    </message>
    <message>
        <source>They are the same so far, and differ in size.</source>
        <translation>Sie sind bis dahin gleich und verschieden groß.</translation>
    </message>
    <message>
        <source>They are the same so far.</source>
        <translation>Sie sind bis dahin gleich.</translation>
    </message>
    <message>
        <source>They are the same, byte for byte.</source>
        <translation>Sie sind gleich, Byte für Byte.</translation>
    </message>
    <message>
        <source>The words are the same; only how the lines end differs.</source>
        <translation>Die Wörter sind gleich; nur die Zeilenenden sind andere.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s)</source>
        <translation>
            <numerusform>%Ln Änderung</numerusform>
            <numerusform>%Ln Änderungen</numerusform>
        </translation>
    </message>
    <message>
        <source>They differ so much that not all they have in common was found.</source>
        <translation>Sie sind so verschieden, dass nicht alles gefunden wurde, was sie gemeinsam haben.</translation>
    </message>
    <message>
        <source>What is in them cannot be shown side by side. The first difference is at byte %1 of %2 and %3.</source>
        <translation>Was in ihnen ist, kann nicht nebeneinander gezeigt werden. Der erste Unterschied ist bei Byte %1 von %2 und %3.</translation>
    </message>
    <message>
        <source>Change %1 of %2</source>
        <translation>Änderung %1 von %2</translation>
    </message>
</context>
<context>
    <name>backspool::browser::FolderModel</name>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>was being written during the backup</source>
        <translation>wurde während der Sicherung geschrieben</translation>
    </message>
    <message>
        <source>could not be read; this is an earlier state</source>
        <translation>war nicht lesbar; dies ist ein früherer Stand</translation>
    </message>
    <message>
        <source>you may not read it</source>
        <translation>Sie dürfen es nicht lesen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
</context>
<context>
    <name>backspool::browser::HandOutDialog</name>
    <message>
        <source>Drag files</source>
        <translation>Dateien ziehen</translation>
    </message>
    <message>
        <source>Copy files</source>
        <translation>Dateien kopieren</translation>
    </message>
    <message>
        <source>Getting the files from the backup…</source>
        <translation>Die Dateien werden aus der Sicherung geholt…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Puts the files on the clipboard, to be pasted in a file manager</source>
        <translation>Legt die Dateien in die Zwischenablage, um sie in einer Dateiverwaltung einzufügen</translation>
    </message>
    <message numerus="yes">
        <source>Getting the files from the backup… %Ln file(s), %1</source>
        <translation>
            <numerusform>Die Dateien werden aus der Sicherung geholt… %Ln Datei, %1</numerusform>
            <numerusform>Die Dateien werden aus der Sicherung geholt… %Ln Dateien, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The files could not be had from the backup: %1</source>
        <translation>Die Dateien waren aus der Sicherung nicht zu haben: %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be had, the first is %1</source>
        <translation>
            <numerusform>%Ln Datei war nicht zu haben: %1</numerusform>
            <numerusform>%Ln Dateien waren nicht zu haben, die erste ist %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The files are on the clipboard.</source>
        <translation>Die Dateien sind in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The files are ready: drag them from here to where you want them, or copy them and paste them there.</source>
        <translation>Die Dateien sind bereit: Ziehen Sie sie von hier dahin, wo Sie sie haben möchten, oder kopieren Sie sie und fügen Sie sie dort ein.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>es gibt keine</translation>
    </message>
</context>
<context>
    <name>backspool::browser::HistoryPane</name>
    <message>
        <source>&amp;Earlier</source>
        <translation>&amp;Früher</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>S&amp;päter</translation>
    </message>
    <message>
        <source>To the backup before (Ctrl+Left)</source>
        <translation>Zur Sicherung davor (Strg+Links)</translation>
    </message>
    <message>
        <source>To the backup after (Ctrl+Right)</source>
        <translation>Zur Sicherung danach (Strg+Rechts)</translation>
    </message>
    <message>
        <source>Show the files as of</source>
        <translation>Die Dateien zeigen, wie sie waren am</translation>
    </message>
    <message>
        <source>Type or choose a date to see the files as they were then</source>
        <translation>Geben oder wählen Sie ein Datum, um die Dateien zu sehen, wie sie damals waren</translation>
    </message>
    <message>
        <source>Files &amp;as of</source>
        <translation>D&amp;ateien vom</translation>
    </message>
</context>
<context>
    <name>backspool::browser::HistorySlider</name>
    <message>
        <source>Time of the backup</source>
        <translation>Zeit der Sicherung</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) in this folder</source>
        <translation>
            <numerusform>%Ln Änderung in diesem Ordner</numerusform>
            <numerusform>%Ln Änderungen in diesem Ordner</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::PathBar</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Up one folder</source>
        <translation>Einen Ordner nach oben</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Persönlicher Ordner</translation>
    </message>
</context>
<context>
    <name>backspool::browser::PicturePair</name>
    <message>
        <source>The earlier picture</source>
        <translation>Das frühere Bild</translation>
    </message>
    <message>
        <source>The later picture</source>
        <translation>Das spätere Bild</translation>
    </message>
</context>
<context>
    <name>backspool::browser::PlaceList</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Persönlicher Ordner</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
</context>
<context>
    <name>backspool::browser::PreviewPane</name>
    <message>
        <source>Text of the selected version</source>
        <translation>Text der gewählten Version</translation>
    </message>
    <message>
        <source>Picture of the selected version</source>
        <translation>Bild der gewählten Version</translation>
    </message>
    <message>
        <source>A link to %1</source>
        <translation>Eine Verknüpfung mit %1</translation>
    </message>
    <message>
        <source>No preview of this kind of file.</source>
        <translation>Keine Vorschau für diese Art von Datei.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>This version cannot be shown: %1</source>
        <translation>Diese Version lässt sich nicht zeigen: %1</translation>
    </message>
    <message>
        <source>No preview of this kind of file. It can be restored all the same.</source>
        <translation>Keine Vorschau für diese Art von Datei. Wiederherstellen lässt sie sich trotzdem.</translation>
    </message>
</context>
<context>
    <name>backspool::browser::RestoreDialog</name>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Already there</source>
        <translation>Schon vorhanden</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Files that are in the way</source>
        <translation>Dateien, die im Weg sind</translation>
    </message>
    <message>
        <source>&amp;Keep both</source>
        <translation>&amp;Beide behalten</translation>
    </message>
    <message>
        <source>The restored file gets a name of its own beside the other.</source>
        <translation>Die wiederhergestellte Datei bekommt neben der anderen einen eigenen Namen.</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>What is there now is replaced.</source>
        <translation>Was jetzt da ist, wird ersetzt.</translation>
    </message>
    <message>
        <source>&amp;Leave them</source>
        <translation>Be&amp;lassen</translation>
    </message>
    <message>
        <source>Only what is missing is restored.</source>
        <translation>Nur was fehlt, wird wiederhergestellt.</translation>
    </message>
    <message>
        <source>Looking at what is there already…</source>
        <translation>Was schon da ist, wird angesehen …</translation>
    </message>
    <message>
        <source>Restoring %1…</source>
        <translation>%1 wird wiederhergestellt …</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a time</comment>
        <translation>noch %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that would be restored exist already and are different. What shall become of what is there now?</source>
        <translation>
            <numerusform>%Ln Datei, die wiederhergestellt würde, ist schon da und ist anders. Was soll aus ihr werden?</numerusform>
            <numerusform>%Ln Dateien, die wiederhergestellt würden, sind schon da und sind anders. Was soll aus ihnen werden?</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird beendet …</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
</context>
<context>
    <name>backspool::browser::RestoreResultPage</name>
    <message>
        <source>left as it is</source>
        <translation>bleibt, wie es ist</translation>
    </message>
    <message>
        <source>not restored</source>
        <translation>nicht zurückgeholt</translation>
    </message>
    <message>
        <source>restored, but not all about it</source>
        <translation>zurückgeholt, aber nicht mit allem</translation>
    </message>
    <message>
        <source>&amp;Show folder</source>
        <translation>&amp;Ordner zeigen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What was not restored</source>
        <translation>Was nicht zurückgeholt wurde</translation>
    </message>
    <message>
        <source>Takes away what was restored, and brings back what was replaced. What you changed after the restore stays.</source>
        <translation>Nimmt weg, was zurückgeholt wurde, und bringt wieder, was ersetzt wurde. Was Sie danach geändert haben, bleibt.</translation>
    </message>
    <message>
        <source>The restore was stopped. What was restored until then is whole and stays.</source>
        <translation>Die Wiederherstellung wurde beendet. Was bis dahin wiederhergestellt wurde, ist vollständig und bleibt.</translation>
    </message>
    <message>
        <source>The restore ended before it was done: %1

What was restored until then is whole. Start it again, and it goes on where it was.</source>
        <translation>Die Wiederherstellung endete vorzeitig: %1

Was bis dahin wiederhergestellt wurde, ist vollständig. Starten Sie sie noch einmal, dann geht sie dort weiter.</translation>
    </message>
    <message>
        <source>Everything was there already, as it was then.</source>
        <translation>Alles war schon da, wie es damals war.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) restored.</source>
        <translation>
            <numerusform>%Ln Datei wiederhergestellt.</numerusform>
            <numerusform>%Ln Dateien wiederhergestellt.</numerusform>
        </translation>
    </message>
    <message>
        <source>The folder is %1</source>
        <translation>Der Ordner ist %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) were right already.</source>
        <translation>
            <numerusform>%Ln Datei war schon richtig.</numerusform>
            <numerusform>%Ln Dateien waren schon richtig.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are not as they were then:</source>
        <translation>
            <numerusform>%Ln Datei ist nicht, wie sie damals war:</numerusform>
            <numerusform>%Ln Dateien sind nicht, wie sie damals waren:</numerusform>
        </translation>
    </message>
    <message>
        <source>what was there is kept</source>
        <translation>was da war, ist aufgehoben</translation>
    </message>
    <message>
        <source>as %1</source>
        <translation>als %1</translation>
    </message>
    <message>
        <source>Undoing the restore…</source>
        <translation>Die Wiederherstellung wird rückgängig gemacht…</translation>
    </message>
    <message>
        <source>The restore cannot be undone: %1</source>
        <translation>Das Zurückholen kann nicht rückgängig gemacht werden: %1</translation>
    </message>
    <message>
        <source>The restore is undone.</source>
        <translation>Das Zurückholen ist rückgängig gemacht.</translation>
    </message>
    <message>
        <source>The restore is undone, but not all of it.</source>
        <translation>Das Zurückholen ist rückgängig gemacht, aber nicht ganz.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that were replaced are back.</source>
        <translation>
            <numerusform>%Ln ersetzte Datei ist wieder da.</numerusform>
            <numerusform>%Ln ersetzte Dateien sind wieder da.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln restored file(s) are gone again.</source>
        <translation>
            <numerusform>%Ln zurückgeholte Datei ist wieder weg.</numerusform>
            <numerusform>%Ln zurückgeholte Dateien sind wieder weg.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Permissions and times of %Ln file(s) or folder(s) are as before.</source>
        <translation>
            <numerusform>Rechte und Zeiten von %Ln Datei oder Ordner sind wie vorher.</numerusform>
            <numerusform>Rechte und Zeiten von %Ln Dateien oder Ordnern sind wie vorher.</numerusform>
        </translation>
    </message>
    <message>
        <source>not undone</source>
        <translation>nicht rückgängig gemacht</translation>
    </message>
    <message>
        <source>it was changed after the restore, and stays</source>
        <translation>es wurde nach der Wiederherstellung geändert und bleibt</translation>
    </message>
    <message>
        <source>it belongs to a database that was changed after the restore</source>
        <translation>es gehört zu einer Datenbank, die nach der Wiederherstellung geändert wurde</translation>
    </message>
    <message>
        <source>something is in the folder that the restore did not bring; it stays</source>
        <translation>im Ordner ist etwas, das nicht von der Wiederherstellung stammt; er bleibt</translation>
    </message>
    <message>
        <source>what was there before is not kept any more</source>
        <translation>was vorher da war, ist nicht mehr aufgehoben</translation>
    </message>
    <message>
        <source>what was kept is something else by now</source>
        <translation>was aufgehoben wurde, ist inzwischen etwas anderes</translation>
    </message>
    <message>
        <source>%1; what was there before is beside it, as %2</source>
        <translation>%1; was vorher da war, liegt daneben, als %2</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a time</comment>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>&amp;Go on undoing</source>
        <translation>&amp;Weiter rückgängig machen</translation>
    </message>
    <message>
        <source>The undoing was stopped. Some of the restore is undone, and the rest is as it was restored.</source>
        <translation>Das Rückgängigmachen wurde angehalten. Ein Teil der Wiederherstellung ist rückgängig gemacht, der Rest ist, wie er wiederhergestellt wurde.</translation>
    </message>
    <message>
        <source>The undoing ended before it was done: %1

Some of the restore is undone, and the rest is as it was restored.</source>
        <translation>Das Rückgängigmachen endete, bevor es fertig war: %1

Ein Teil der Wiederherstellung ist rückgängig gemacht, der Rest ist, wie er wiederhergestellt wurde.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln folder(s) restored.</source>
        <translation>
            <numerusform>%Ln Ordner wiederhergestellt.</numerusform>
            <numerusform>%Ln Ordner wiederhergestellt.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::SearchResults</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>newest backup</source>
        <translation>neueste Sicherung</translation>
    </message>
    <message>
        <source>It is in the newest backup.</source>
        <translation>Es ist in der neuesten Sicherung.</translation>
    </message>
    <message>
        <source>Deleted since then; the last backup that has it: %1</source>
        <translation>Seitdem gelöscht; die letzte Sicherung damit: %1</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Zuletzt gesehen</translation>
    </message>
</context>
<context>
    <name>backspool::browser::TextComparisonView</name>
    <message>
        <source>Both versions, line by line</source>
        <translation>Beide Fassungen, Zeile für Zeile</translation>
    </message>
    <message>
        <source>The selected line in both versions</source>
        <translation>Die gewählte Zeile in beiden Fassungen</translation>
    </message>
</context>
<context>
    <name>backspool::browser::VersionList</name>
    <message>
        <source>As it was</source>
        <translation>Wie sie war</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Versions of the selected file</source>
        <translation>Versionen der gewählten Datei</translation>
    </message>
    <message>
        <source>newest backup</source>
        <translation>neueste Sicherung</translation>
    </message>
    <message>
        <source>in the backups from %1 to %2</source>
        <translation>in den Sicherungen von %1 bis %2</translation>
    </message>
</context>
<context>
    <name>backspool::settings::ApplicationPage</name>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>How it is protected</source>
        <translation>Wie sie geschützt wird</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>Letzte Sicherung</translation>
    </message>
    <message>
        <source>Databases that are known</source>
        <translation>Bekannte Datenbanken</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Your own groups of files</source>
        <translation>Ihre eigenen Gruppen von Dateien</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>&amp;Hinzufügen …</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Bearbeiten …</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>A database is found by itself, wherever it is, and comes into a backup as it was at one moment.</source>
        <translation>Eine Datenbank wird von selbst gefunden, wo sie auch liegt, und kommt so in eine Sicherung, wie sie in einem Augenblick war.</translation>
    </message>
    <message>
        <source>Other files that belong together</source>
        <translation>Andere Dateien, die zusammengehören</translation>
    </message>
    <message>
        <source>SQLite (most programs)</source>
        <translation>SQLite (die meisten Programme)</translation>
    </message>
    <message>
        <source>Disks of virtual machines</source>
        <translation>Platten virtueller Maschinen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln not of one moment</source>
        <translation>
            <numerusform>%Ln nicht von einem Augenblick</numerusform>
            <numerusform>%Ln nicht von einem Augenblick</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln protected</source>
        <translation>
            <numerusform>%Ln geschützt</numerusform>
            <numerusform>%Ln geschützt</numerusform>
        </translation>
    </message>
    <message>
        <source>For all computers</source>
        <translation>Für alle Computer</translation>
    </message>
    <message>
        <source>For this computer</source>
        <translation>Für diesen Computer</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>None. Add one when a program keeps its data in several files that are only good together.</source>
        <translation>Keine. Fügen Sie eine hinzu, wenn ein Programm seine Daten in mehreren Dateien hält, die nur zusammen etwas taugen.</translation>
    </message>
    <message>
        <source>Cloned, or guarded</source>
        <translation>Geklont oder bewacht</translation>
    </message>
    <message>
        <source>A clone is made where the file system can do that (btrfs, XFS). Else what is overwritten during the backup is put aside first, where the system lets it; else it is read again when it changed meanwhile.</source>
        <translation>Es wird geklont, wo das Dateisystem das kann (btrfs, XFS). Sonst wird vorher beiseitegelegt, was während der Sicherung überschrieben wird, wo das System es zulässt; sonst wird noch einmal gelesen, was sich inzwischen geändert hat.</translation>
    </message>
    <message>
        <source>Under its own read locks</source>
        <translation>Unter ihren eigenen Lesesperren</translation>
    </message>
    <message>
        <source>It comes into a backup as it was after one whole transaction. The program that uses it waits for some seconds at most.</source>
        <translation>Sie kommt so in eine Sicherung, wie sie nach einer ganzen Transaktion war. Das Programm, das sie benutzt, wartet höchstens einige Sekunden.</translation>
    </message>
    <message>
        <source>In the server&apos;s own mode</source>
        <translation>Im eigenen Modus des Servers</translation>
    </message>
    <message>
        <source>The server is asked to begin a backup, and goes on working. What is restored recovers by itself when it is started.</source>
        <translation>Der Server wird gebeten, eine Sicherung zu beginnen, und arbeitet weiter. Was wiederhergestellt wird, bringt sich beim Start selbst in Ordnung.</translation>
    </message>
    <message>
        <source>Not while the server runs</source>
        <translation>Nicht, während der Server läuft</translation>
    </message>
    <message>
        <source>Let the server keep a dump in a folder that is protected (mariadb-dump): its files alone are no backup of it.</source>
        <translation>Lassen Sie den Server einen Abzug in einem geschützten Ordner ablegen (mariadb-dump): Seine Dateien allein sind keine Sicherung.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::ExclusionPage</name>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Patterns of what is left out</source>
        <translation>Muster für das, was ausgenommen ist</translation>
    </message>
    <message>
        <source>*.iso, Downloads/, or a whole path</source>
        <translation>*.iso, Downloads/ oder ein ganzer Pfad</translation>
    </message>
    <message>
        <source>Leave out the &amp;usual: caches, trash, temporary files</source>
        <translation>Das &amp;Übliche ausnehmen: Zwischenspeicher, Papierkorb, temporäre Dateien</translation>
    </message>
    <message>
        <source>Leave out what is in folders that programs have &amp;marked as caches</source>
        <translation>Ausnehmen, was in Ordnern liegt, die Programme als &amp;Zwischenspeicher gekennzeichnet haben</translation>
    </message>
    <message>
        <source>Leave out other &amp;disks and network folders</source>
        <translation>Andere &amp;Platten und Netzwerkordner ausnehmen</translation>
    </message>
    <message>
        <source>Leave out files &amp;larger than</source>
        <translation>Dateien ausnehmen, die &amp;größer sind als</translation>
    </message>
    <message>
        <source>Leave out files that have not changed &amp;for</source>
        <translation>Dateien ausnehmen, die sich &amp;nicht geändert haben seit</translation>
    </message>
    <message>
        <source>No pattern leaves anything out.</source>
        <translation>Kein Muster nimmt etwas aus.</translation>
    </message>
    <message>
        <source>A file counts with the last pattern that matches it.</source>
        <translation>Eine Datei zählt bei dem letzten Muster, das auf sie passt.</translation>
    </message>
    <message>
        <source>Counting what each of them leaves out…</source>
        <translation>Es wird gezählt, was jedes davon ausnimmt …</translation>
    </message>
    <message>
        <source>&amp;Pattern:</source>
        <translation>&amp;Muster:</translation>
    </message>
</context>
<context>
    <name>backspool::settings::GeneralPage</name>
    <message>
        <source>&amp;Start Backspool when I log in</source>
        <translation>Backspool bei der &amp;Anmeldung starten</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie die Arbeitsumgebung</translation>
    </message>
    <message>
        <source>Backspool speaks it from its next start.</source>
        <translation>Backspool spricht sie ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>While it does not run, no backups are made.</source>
        <translation>Solange es nicht läuft, entstehen keine Sicherungen.</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>The language cannot be kept: the folder for settings is not to be written.</source>
        <translation>Die Sprache lässt sich nicht merken: In den Ordner für Einstellungen kann nicht geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::GroupDialog</name>
    <message>
        <source>Files that belong together</source>
        <translation>Dateien, die zusammengehören</translation>
    </message>
    <message>
        <source>Some programs keep their data in several files that are only good together. Name them here, and a backup has all of them as they were at one moment.</source>
        <translation>Manche Programme halten ihre Daten in mehreren Dateien, die nur zusammen etwas taugen. Nennen Sie sie hier, dann hat eine Sicherung sie alle, wie sie in einem Augenblick waren.</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>&amp;Wählen …</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>The folder of these files</source>
        <translation>Der Ordner dieser Dateien</translation>
    </message>
    <message>
        <source>Give it a name, such as that of the program.</source>
        <translation>Geben Sie ihr einen Namen, etwa den des Programms.</translation>
    </message>
    <message>
        <source>Name the folder by its whole path, such as /home/anna/accounts.</source>
        <translation>Nennen Sie den Ordner mit seinem ganzen Pfad, etwa /home/anna/konten.</translation>
    </message>
    <message>
        <source>That cannot be used: it %1.</source>
        <translation>Das geht nicht: it %1.</translation>
    </message>
    <message>
        <source>F&amp;iles in it, one a line</source>
        <translation>D&amp;ateien darin, eine je Zeile</translation>
    </message>
    <message>
        <source>Name the files, one a line: *.idx</source>
        <translation>Nennen Sie die Dateien, eine je Zeile: *.idx</translation>
    </message>
</context>
<context>
    <name>backspool::settings::PatternModel</name>
    <message>
        <source>Usual list</source>
        <translation>Übliche Liste</translation>
    </message>
    <message>
        <source>For all computers</source>
        <translation>Für alle Computer</translation>
    </message>
    <message>
        <source>For this computer</source>
        <translation>Für diesen Computer</translation>
    </message>
    <message>
        <source>You, in policy.json</source>
        <translation>Sie, in policy.json</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Takes in again what a pattern before it leaves out.</source>
        <translation>Nimmt wieder auf, was ein Muster davor ausnimmt.</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
</context>
<context>
    <name>backspool::settings::PolicyFieldEdit</name>
    <message>
        <source>Unit of: %1</source>
        <translation>Einheit von: %1</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>GiB</source>
        <translation>GiB</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message numerus="yes">
        <source>second(s)</source>
        <extracomment>behind a box with the number</extracomment>
        <translation>
            <numerusform>Sekunde</numerusform>
            <numerusform>Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>minute(s)</source>
        <translation>
            <numerusform>Minute</numerusform>
            <numerusform>Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>hour(s)</source>
        <translation>
            <numerusform>Stunde</numerusform>
            <numerusform>Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>day(s)</source>
        <translation>
            <numerusform>Tag</numerusform>
            <numerusform>Tagen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::settings::ProtectionModel</name>
    <message>
        <source>%1…</source>
        <extracomment>a size that is still growing while it is counted</extracomment>
        <translation>%1 …</translation>
    </message>
    <message>
        <source>Left out by an administrator (&quot;%1&quot;).</source>
        <translation>Von einem Administrator ausgenommen („%1“).</translation>
    </message>
    <message>
        <source>Left out by &quot;%1&quot;.</source>
        <translation>Ausgenommen durch „%1“.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>What is left out for its size or age, as a cache or as being on another disk is ticked here all the same; the sum does not count it.</source>
        <translation>Was wegen Größe oder Alter, als Zwischenspeicher oder weil es auf einer anderen Platte liegt ausgenommen ist, hat hier trotzdem ein Häkchen; die Summe zählt es nicht mit.</translation>
    </message>
    <message>
        <source>on the network</source>
        <translation>im Netz</translation>
    </message>
    <message>
        <source>How much is in folders on the network is not counted.</source>
        <translation>Wie viel in Netzwerkordnern liegt, wird nicht gezählt.</translation>
    </message>
    <message>
        <source>All that is in it now, also what is left out; below the list is what will be backed up.</source>
        <translation>Alles, was jetzt darin ist, auch das Ausgenommene; unter der Liste steht, was gesichert wird.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::ProtectionPage</name>
    <message>
        <source>Home folder</source>
        <translation>Persönlicher Ordner</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>&amp;Tick what is to be protected. New files in a ticked folder are protected by themselves.</source>
        <translation>&amp;Kreuzen Sie an, was geschützt werden soll. Neue Dateien in einem angekreuzten Ordner werden von selbst geschützt.</translation>
    </message>
    <message>
        <source>What is protected</source>
        <translation>Was geschützt ist</translation>
    </message>
    <message>
        <source>Nothing is protected. Tick your home folder: it has your documents, pictures and settings.</source>
        <translation>Nichts ist geschützt. Kreuzen Sie Ihren persönlichen Ordner an: Darin sind Ihre Dokumente, Bilder und Einstellungen.</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Es wird gezählt …</translation>
    </message>
    <message numerus="yes">
        <source>Protected: %1 in %Ln file(s)</source>
        <translation>
            <numerusform>Geschützt: %1 in %Ln Datei</numerusform>
            <numerusform>Geschützt: %1 in %Ln Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, still counting…</source>
        <translation>%1, es wird noch gezählt …</translation>
    </message>
    <message numerus="yes">
        <source>Left out for size or age, as a cache or on another disk: %1 in %Ln file(s)</source>
        <translation>
            <numerusform>Ausgenommen wegen Größe oder Alter, als Zwischenspeicher oder auf einer anderen Platte: %1 in %Ln Datei</numerusform>
            <numerusform>Ausgenommen wegen Größe oder Alter, als Zwischenspeicher oder auf einer anderen Platte: %1 in %Ln Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>Folders on the network are protected too, and are not counted here.</source>
        <translation>Netzwerkordner werden auch gesichert und sind hier nicht mitgezählt.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::SchedulePage</name>
    <message>
        <source>S&amp;ooner, when so much was written:</source>
        <translation>&amp;Früher, wenn so viel geschrieben wurde:</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>&amp;Every</source>
        <translation>Im &amp;Abstand von</translation>
    </message>
    <message>
        <source>&amp;At once, when a backup was missed while the computer slept or was off</source>
        <translation>S&amp;ofort, wenn eine Sicherung ausfiel, weil der Computer schlief oder aus war</translation>
    </message>
    <message>
        <source>Hold back</source>
        <translation>Zurückhalten</translation>
    </message>
    <message>
        <source>On &amp;battery with less than</source>
        <translation>Im A&amp;kkubetrieb mit weniger als</translation>
    </message>
    <message>
        <source>On &amp;connections that cost by the amount, such as a phone&apos;s</source>
        <translation>Bei &amp;Verbindungen, die nach Menge kosten, etwa über ein Telefon</translation>
    </message>
    <message>
        <source>What is written cannot be counted on this computer now; only the time counts.</source>
        <translation>Was geschrieben wird, lässt sich auf diesem Computer jetzt nicht zählen; nur die Zeit zählt.</translation>
    </message>
    <message>
        <source>While the computer is busie&amp;r than</source>
        <translation>Solange der Computer m&amp;ehr ausgelastet ist als</translation>
    </message>
</context>
<context>
    <name>backspool::settings::SettingsDraft</name>
    <message>
        <source>Set by whoever looks after your backups, for all computers.</source>
        <translation>Festgelegt von dem, der sich um Ihre Sicherungen kümmert, für alle Computer.</translation>
    </message>
    <message>
        <source>Set by the administrator of this computer.</source>
        <translation>Festgelegt vom Administrator dieses Computers.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
    <message>
        <source>Reading the settings…</source>
        <translation>Die Einstellungen werden gelesen …</translation>
    </message>
    <message>
        <source>The settings cannot be read</source>
        <translation>Die Einstellungen lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Noch einmal versuchen</translation>
    </message>
    <message>
        <source>What is protected</source>
        <translation>Was geschützt ist</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgenommen</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Anwendungen</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Some settings are changed and not saved.</source>
        <translation>Einige Einstellungen sind geändert und nicht gespeichert.</translation>
    </message>
    <message>
        <source>Nothing is ticked. From now on no backup of this computer is made; those that there are stay.</source>
        <translation>Nichts ist angehakt. Von nun an wird dieser Computer nicht mehr gesichert; die vorhandenen Sicherungen bleiben.</translation>
    </message>
    <message>
        <source>Set up by the administrator</source>
        <translation>Vom Administrator eingerichtet</translation>
    </message>
    <message>
        <source>The administrator of this computer decides what is backed up, and when. You can see and restore the files that you may read.</source>
        <translation>Der Administrator dieses Computers bestimmt, was gesichert wird und wann. Sie können die Dateien sehen und wiederherstellen, die Sie lesen dürfen.</translation>
    </message>
</context>
<context>
    <name>backspool::tray::SetupDialog</name>
    <message>
        <source>Set up Backspool</source>
        <translation>Backspool einrichten</translation>
    </message>
    <message>
        <source>&amp;Backup service</source>
        <translation>&amp;Sicherungsdienst</translation>
    </message>
    <message>
        <source>&amp;Code</source>
        <translation>&amp;Code</translation>
    </message>
    <message>
        <source>Who looks after your backups gives you two things: where the backup service is, and a code for this computer. The code works once, and also makes sure that you reach the right service.</source>
        <translation>Wer sich um Ihre Sicherungen kümmert, gibt Ihnen zweierlei: wo der Sicherungsdienst ist, und einen Code für diesen Computer. Der Code gilt einmal, und er stellt auch sicher, dass Sie den richtigen Dienst erreichen.</translation>
    </message>
    <message>
        <source>Folders to protect</source>
        <translation>Zu schützende Ordner</translation>
    </message>
    <message>
        <source>&amp;Add folder…</source>
        <translation>Ordner &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>What shall be protected? Your home folder has your documents, pictures and settings. Caches and the trash may be left out by whoever looks after your backups.</source>
        <translation>Was soll geschützt werden? In Ihrem persönlichen Ordner sind Ihre Dokumente, Bilder und Einstellungen. Zwischenspeicher und Papierkorb lässt vielleicht aus, wer sich um Ihre Sicherungen kümmert.</translation>
    </message>
    <message>
        <source>A folder to protect</source>
        <translation>Ein zu schützender Ordner</translation>
    </message>
    <message>
        <source>C&amp;onnect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <source>&amp;Protect</source>
        <translation>Schü&amp;tzen</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindet …</translation>
    </message>
    <message>
        <source>&amp;Found in your network:</source>
        <translation>In Ihrem Netz &amp;gefunden:</translation>
    </message>
    <message>
        <source>Backup services in your network</source>
        <translation>Sicherungsdienste in Ihrem Netz</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>backspool::tray::StatusWindow</name>
    <message>
        <source>&amp;Restore files…</source>
        <translation>Dateien wiede&amp;rherstellen …</translation>
    </message>
    <message>
        <source>&amp;Set up…</source>
        <translation>Einri&amp;chten …</translation>
    </message>
    <message>
        <source>Backspool</source>
        <translation>Backspool</translation>
    </message>
    <message>
        <source>&amp;More</source>
        <translation>&amp;Mehr</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
</context>
<context>
    <name>backspool::tray::TrayApplication</name>
    <message>
        <source>No backup is made now</source>
        <translation>Jetzt wird nicht gesichert</translation>
    </message>
    <message>
        <source>About Backspool</source>
        <translation>Über Backspool</translation>
    </message>
    <message>
        <source>Backspool %1

Keeps your files as they were at any time, and gives them back.</source>
        <translation>Backspool %1

Bewahrt Ihre Dateien, wie sie zu jeder Zeit waren, und gibt sie zurück.</translation>
    </message>
    <message>
        <source>Files are still being restored</source>
        <translation>Es werden noch Dateien wiederhergestellt</translation>
    </message>
    <message>
        <source>What is not restored yet will be missing. You can restore it again later.</source>
        <translation>Was noch nicht wiederhergestellt ist, wird fehlen. Sie können es später noch einmal wiederherstellen.</translation>
    </message>
    <message>
        <source>&amp;Stop and quit</source>
        <translation>Anhalten und &amp;beenden</translation>
    </message>
</context>
<context>
    <name>backspool::tray::TrayMenu</name>
    <message>
        <source>&amp;Set up…</source>
        <translation>Einri&amp;chten …</translation>
    </message>
    <message>
        <source>&amp;Restore files…</source>
        <translation>Dateien wiede&amp;rherstellen …</translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>Jetzt &amp;sichern</translation>
    </message>
    <message>
        <source>R&amp;esume</source>
        <translation>F&amp;ortsetzen</translation>
    </message>
    <message>
        <source>&amp;About Backspool</source>
        <translation>&amp;Über Backspool</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>For an &amp;hour</source>
        <translation>Für eine &amp;Stunde</translation>
    </message>
    <message>
        <source>Until to&amp;morrow</source>
        <translation>Bis &amp;morgen</translation>
    </message>
    <message>
        <source>Until I &amp;resume</source>
        <translation>Bis ich &amp;fortsetze</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>A&amp;ctivity…</source>
        <translation>&amp;Verlauf …</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Protects your files, and gives them back.</source>
        <translation>Schützt Ihre Dateien und gibt sie zurück.</translation>
    </message>
    <message>
        <source>Where the state of this user&apos;s agent is.</source>
        <translation>Wo der Zustand des Agenten dieses Benutzers liegt.</translation>
    </message>
    <message>
        <source>Open no window; for the start of a session.</source>
        <translation>Kein Fenster öffnen; für den Beginn einer Sitzung.</translation>
    </message>
    <message>
        <source>Show earlier versions of the file PATH, or what was in the folder PATH.</source>
        <translation>Zeigt frühere Fassungen der Datei PATH, oder was im Ordner PATH war.</translation>
    </message>
    <message>
        <source>Where the agent of this computer listens for its users.</source>
        <translation>Wo der Agent dieses Computers auf dessen Benutzer wartet.</translation>
    </message>
</context>
</TS>
