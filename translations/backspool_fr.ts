<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr">
<context>
    <name>ActivityRows</name>
    <message>
        <source>You may not read it. Leave it out in the settings, or have its owner let you read it.</source>
        <translation>Vous n’avez pas le droit de le lire. Excluez-le dans les réglages, ou demandez à son propriétaire de vous laisser le lire.</translation>
    </message>
    <message>
        <source>The disk or the network folder does not give it. Look at it in the file manager; a disk that fails has to be replaced soon.</source>
        <translation>Le disque ou le dossier réseau ne le donne pas. Regardez-le dans le gestionnaire de fichiers&#xa0;; un disque qui tombe en panne doit vite être remplacé.</translation>
    </message>
    <message>
        <source>Tell whoever has set up this command.</source>
        <translation>Dites-le à la personne qui a installé cette commande.</translation>
    </message>
</context>
<context>
    <name>KeyPlace</name>
    <message>
        <source>This computer&apos;s key to the backups is in the keychain of your desktop, with your other passwords.</source>
        <translation>La clé de cet ordinateur pour les sauvegardes est dans le trousseau de votre bureau, avec vos autres mots de passe.</translation>
    </message>
    <message>
        <source>This computer&apos;s key to the backups is in a file that only you can read.</source>
        <translation>La clé de cet ordinateur pour les sauvegardes est dans un fichier que vous seul pouvez lire.</translation>
    </message>
    <message>
        <source>This computer&apos;s key to the backups is in a file that only you can read, since the keychain of your desktop could not take it: %1.</source>
        <translation>La clé de cet ordinateur pour les sauvegardes est dans un fichier que vous seul pouvez lire, car le trousseau de votre bureau n’a pas pu la prendre&#xa0;: %1.</translation>
    </message>
</context>
<context>
    <name>ManagedState</name>
    <message>
        <source>The backup program of this computer does not answer</source>
        <translation>Le programme de sauvegarde de cet ordinateur ne répond pas</translation>
    </message>
    <message>
        <source>It is asked again until it does. If that lasts, tell the administrator.</source>
        <translation>Il est interrogé de nouveau jusqu’à ce qu’il réponde. Si cela dure, prévenez l’administrateur.</translation>
    </message>
    <message>
        <source>The administrator of this computer has paused backups.</source>
        <translation>L’administrateur de cet ordinateur a suspendu les sauvegardes.</translation>
    </message>
</context>
<context>
    <name>ProtectionState</name>
    <message>
        <source>no backup yet</source>
        <translation>aucune sauvegarde encore</translation>
    </message>
    <message>
        <source>last backup just now</source>
        <translation>dernière sauvegarde à l’instant</translation>
    </message>
    <message>
        <source>last backup %1 ago</source>
        <translation>dernière sauvegarde il y a %1</translation>
    </message>
    <message>
        <source>Backing up</source>
        <translation>Sauvegarde en cours</translation>
    </message>
    <message>
        <source>Backing up, %1 %</source>
        <translation>Sauvegarde en cours, %1 %</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) looked at</source>
        <translation>
            <numerusform>%Ln fichier examiné</numerusform>
            <numerusform>%Ln fichiers examinés</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a time</comment>
        <translation>encore %1</translation>
    </message>
    <message>
        <source>Protected, %1</source>
        <translation>Protégé, %1</translation>
    </message>
    <message>
        <source>Next backup: %1</source>
        <translation>Prochaine sauvegarde : %1</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>En pause jusqu’à %1</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <source>Waiting, %1</source>
        <translation>En attente, %1</translation>
    </message>
    <message>
        <source>Needs your attention, %1</source>
        <translation>À vérifier, %1</translation>
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
            <numerusform>%Ln heure</numerusform>
            <numerusform>%Ln heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln jour</numerusform>
            <numerusform>%Ln jours</numerusform>
        </translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Démarrage…</translation>
    </message>
    <message>
        <source>Not protected yet</source>
        <translation>Pas encore protégé</translation>
    </message>
    <message>
        <source>Connect this computer to your backup service.</source>
        <translation>Connectez cet ordinateur à votre service de sauvegarde.</translation>
    </message>
    <message>
        <source>Another Backspool agent has these files</source>
        <translation>Un autre agent Backspool s’occupe de ces fichiers</translation>
    </message>
    <message>
        <source>&quot;backspool-agent status&quot; tells how it is doing. Files can be restored here all the same.</source>
        <translation>« backspool-agent status » dit comment il va. Les fichiers peuvent quand même être restaurés ici.</translation>
    </message>
    <message>
        <source>Nothing is protected now</source>
        <translation>Rien n’est protégé en ce moment</translation>
    </message>
    <message>
        <source>It goes on by itself then.</source>
        <translation>La sauvegarde reprend ensuite toute seule.</translation>
    </message>
    <message>
        <source>Nothing is backed up until you resume.</source>
        <translation>Rien n’est sauvegardé tant que vous ne reprenez pas.</translation>
    </message>
    <message>
        <source>A backup is due. It waits until the battery is above %1 %, or the computer is plugged in.</source>
        <translation>Une sauvegarde est prévue. Elle attend que la batterie dépasse %1&#xa0;% ou que l’ordinateur soit branché.</translation>
    </message>
    <message>
        <source>A backup is due. It waits for a network connection that is not metered.</source>
        <translation>Une sauvegarde est prévue. Elle attend une connexion réseau qui n’est pas payée au volume.</translation>
    </message>
    <message>
        <source>The last attempt did not succeed: %1. The next one: %2.</source>
        <translation>Le dernier essai n’a pas réussi&#xa0;: %1. Le prochain&#xa0;: %2.</translation>
    </message>
    <message>
        <source>A backup is due. The computer was busier than %1 %; the next look: %2.</source>
        <translation>Une sauvegarde est prévue. L’ordinateur était occupé à plus de %1&#xa0;%&#xa0;; prochain coup d’œil&#xa0;: %2.</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>Today %1</source>
        <translation>Aujourd’hui %1</translation>
    </message>
    <message>
        <source>Yesterday %1</source>
        <translation>Hier %1</translation>
    </message>
    <message>
        <source>d MMM</source>
        <extracomment>day and month; see Qt&apos;s QLocale::toString() for the letters</extracomment>
        <translation>d MMM</translation>
    </message>
    <message numerus="yes">
        <source>about %Ln second(s)</source>
        <translation>
            <numerusform>environ %Ln seconde</numerusform>
            <numerusform>environ %Ln secondes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minute(s)</source>
        <translation>
            <numerusform>environ %Ln minute</numerusform>
            <numerusform>environ %Ln minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s)</source>
        <translation>
            <numerusform>environ %Ln heure</numerusform>
            <numerusform>environ %Ln heures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::activity::ActivityModel</name>
    <message>
        <source>No backup: %1</source>
        <translation>Pas de sauvegarde&#xa0;: %1</translation>
    </message>
    <message>
        <source>Waited: %1</source>
        <translation>A attendu&#xa0;: %1</translation>
    </message>
    <message numerus="yes">
        <source>Done, %Ln to look at</source>
        <comment>files with problems</comment>
        <translation>
            <numerusform>Terminé, %Ln fichier à vérifier</numerusform>
            <numerusform>Terminé, %Ln fichiers à vérifier</numerusform>
        </translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
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
        <translation>Ce qui a été lu et n’a pas eu besoin d’être envoyé&#xa0;: le service de sauvegarde l’a déjà, ou cela a été réduit en chemin.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nouveaux</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modifiés</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lu</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Envoyé</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Économisé</translation>
    </message>
</context>
<context>
    <name>backspool::activity::ActivityWindow</name>
    <message>
        <source>Activity</source>
        <translation>Activité</translation>
    </message>
    <message>
        <source>Past backups</source>
        <translation>Sauvegardes passées</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Lecture…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>Ce que vous pouvez faire</translation>
    </message>
    <message>
        <source>Files to look at</source>
        <translation>Fichiers à vérifier</translation>
    </message>
    <message>
        <source>Older backups are not shown: %1</source>
        <translation>Les sauvegardes plus anciennes ne sont pas affichées&#xa0;: %1</translation>
    </message>
    <message>
        <source>No backup yet</source>
        <translation>Pas encore de sauvegarde</translation>
    </message>
    <message>
        <source>The first one is made by itself, or now if you want.</source>
        <translation>La première se fait toute seule, ou maintenant si vous voulez.</translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>&amp;Sauvegarder maintenant</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s), %1 in all</source>
        <translation>
            <numerusform>%Ln fichier, %1 en tout</numerusform>
            <numerusform>%Ln fichiers, %1 en tout</numerusform>
        </translation>
    </message>
    <message>
        <source>The backup service does not keep it by itself any more.</source>
        <translation>Le service de sauvegarde ne la garde plus séparément.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) to look at, of which these are kept here:</source>
        <translation>
            <numerusform>%Ln fichier à vérifier, dont voici ce qui est gardé ici&#xa0;:</numerusform>
            <numerusform>%Ln fichiers à vérifier, dont voici ceux qui sont gardés ici&#xa0;:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) to look at:</source>
        <translation>
            <numerusform>%Ln fichier à vérifier&#xa0;:</numerusform>
            <numerusform>%Ln fichiers à vérifier&#xa0;:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be backed up as they were; which ones is kept for this computer&apos;s latest backups only.</source>
        <translation>
            <numerusform>%Ln fichier n’a pas pu être sauvegardé tel qu’il était&#xa0;; son nom n’est retenu que pour les dernières sauvegardes de cet ordinateur.</numerusform>
            <numerusform>%Ln fichiers n’ont pas pu être sauvegardés tels qu’ils étaient&#xa0;; leurs noms ne sont retenus que pour les dernières sauvegardes de cet ordinateur.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every file is in it as it was.</source>
        <translation>Chaque fichier y est tel qu’il était.</translation>
    </message>
    <message>
        <source>(a command)</source>
        <translation>(une commande)</translation>
    </message>
</context>
<context>
    <name>backspool::activity::AmountChart</name>
    <message>
        <source>Amounts of the last backups</source>
        <translation>Volumes des dernières sauvegardes</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Envoyé</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Économisé</translation>
    </message>
    <message>
        <source>up to %1 read</source>
        <translation>jusqu’à %1 lus</translation>
    </message>
    <message>
        <source>%1 read, %2 sent</source>
        <translation>%1 lus, %2 envoyés</translation>
    </message>
</context>
<context>
    <name>backspool::browser::ArchiveDialog</name>
    <message>
        <source>Save as archive</source>
        <translation>Enregistrer comme archive</translation>
    </message>
    <message>
        <source>Saving %1…</source>
        <translation>Enregistrement de %1…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>What is not in the archive as it was</source>
        <translation>Ce qui n’est pas dans l’archive tel quel</translation>
    </message>
    <message numerus="yes">
        <source>Saving %1… %Ln file(s), %2</source>
        <translation>
            <numerusform>Enregistrement de %1… %Ln fichier, %2</numerusform>
            <numerusform>Enregistrement de %1… %Ln fichiers, %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. No archive was saved.</source>
        <translation>Arrêté. Aucune archive n’a été enregistrée.</translation>
    </message>
    <message>
        <source>No archive was saved: %1</source>
        <translation>Aucune archive n’a été enregistrée : %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) saved in %1.</source>
        <translation>
            <numerusform>%Ln fichier enregistré dans %1.</numerusform>
            <numerusform>%Ln fichiers enregistrés dans %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are not in it as they were:</source>
        <translation>
            <numerusform>%Ln fichier n’y est pas tel qu’il était :</numerusform>
            <numerusform>%Ln fichiers n’y sont pas tels qu’ils étaient :</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Arrêt…</translation>
    </message>
</context>
<context>
    <name>backspool::browser::BrowserWindow</name>
    <message>
        <source>Restore files</source>
        <translation>Restaurer des fichiers</translation>
    </message>
    <message>
        <source>Search all backups</source>
        <translation>Chercher dans les sauvegardes</translation>
    </message>
    <message>
        <source>Search all backups by name</source>
        <translation>Chercher par nom dans toutes les sauvegardes</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Fichiers</translation>
    </message>
    <message>
        <source>Files found</source>
        <translation>Fichiers trouvés</translation>
    </message>
    <message>
        <source>Show &amp;deleted files</source>
        <translation>Afficher les fichiers &amp;supprimés</translation>
    </message>
    <message>
        <source>Also what was in this folder earlier and is gone at this time</source>
        <translation>Aussi ce qui était dans ce dossier auparavant et n’y est plus à ce moment</translation>
    </message>
    <message>
        <source>Restore &amp;to…</source>
        <translation>Restaurer &amp;vers…</translation>
    </message>
    <message>
        <source>Restores into a folder that you choose; your own files stay as they are (Ctrl+Shift+R)</source>
        <translation>Restaure dans un dossier que vous choisissez ; vos propres fichiers restent tels quels (Ctrl+Maj+R)</translation>
    </message>
    <message>
        <source>&amp;Save as archive…</source>
        <translation>&amp;Enregistrer comme archive…</translation>
    </message>
    <message>
        <source>Puts what is selected into a zip or tar file, to give away or to keep</source>
        <translation>Met la sélection dans un fichier zip ou tar, à donner ou à garder</translation>
    </message>
    <message>
        <source>Backspool cannot read its own settings</source>
        <translation>Backspool ne peut pas lire ses propres réglages</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>This computer is not backed up yet</source>
        <translation>Cet ordinateur n’est pas encore sauvegardé</translation>
    </message>
    <message>
        <source>Connect it to your backup service, and choose what is to be protected.</source>
        <translation>Connectez-le à votre service de sauvegarde et choisissez ce qui doit être protégé.</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>Configurer…</translation>
    </message>
    <message>
        <source>The backups cannot be shown now</source>
        <translation>Les sauvegardes ne peuvent pas être affichées maintenant</translation>
    </message>
    <message>
        <source>Asking the backup service…</source>
        <translation>Interrogation du service de sauvegarde…</translation>
    </message>
    <message>
        <source>There is no backup yet</source>
        <translation>Il n’y a pas encore de sauvegarde</translation>
    </message>
    <message>
        <source>As soon as the first one is made, your files show here as they were then.</source>
        <translation>Dès que la première est faite, vos fichiers apparaissent ici tels qu’ils étaient alors.</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Sauvegarder maintenant</translation>
    </message>
    <message>
        <source>This folder was not there</source>
        <translation>Ce dossier n’existait pas</translation>
    </message>
    <message>
        <source>It is not in the backup of %1. Move the slider below to look at another time.</source>
        <translation>Il n’est pas dans cette sauvegarde (%1). Déplacez le curseur ci-dessous pour voir un autre moment.</translation>
    </message>
    <message>
        <source>This folder was empty</source>
        <translation>Ce dossier était vide</translation>
    </message>
    <message>
        <source>Nothing was in it in the backup of %1. Move the slider below, or show deleted files.</source>
        <translation>Il ne contenait rien dans cette sauvegarde (%1). Déplacez le curseur ci-dessous ou affichez les fichiers supprimés.</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Restaurer</translation>
    </message>
    <message>
        <source>&amp;Restore this folder</source>
        <translation>&amp;Restaurer ce dossier</translation>
    </message>
    <message>
        <source>Brings what is selected back to its place (Ctrl+R)</source>
        <translation>Remet la sélection à sa place (Ctrl+R)</translation>
    </message>
    <message>
        <source>Brings all of this folder back to its place (Ctrl+R)</source>
        <translation>Remet tout ce dossier à sa place (Ctrl+R)</translation>
    </message>
    <message>
        <source>Select a file to see its versions and what is in it.</source>
        <translation>Sélectionnez un fichier pour voir ses versions et son contenu.</translation>
    </message>
    <message>
        <source>Press Enter to open this folder.</source>
        <translation>Appuyez sur Entrée pour ouvrir ce dossier.</translation>
    </message>
    <message>
        <source>an earlier backup</source>
        <translation>une sauvegarde antérieure</translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) as of %1</source>
        <translation>
            <numerusform>%Ln élément (%1)</numerusform>
            <numerusform>%Ln éléments (%1)</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 as of %2</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Restore into this folder</source>
        <translation>Restaurer dans ce dossier</translation>
    </message>
    <message>
        <source>Copied: paste them in a file manager</source>
        <translation>Copié : collez dans un gestionnaire de fichiers</translation>
    </message>
    <message>
        <source>Save as archive</source>
        <translation>Enregistrer comme archive</translation>
    </message>
    <message>
        <source>Zip archive (*.zip)</source>
        <translation>Archive zip (*.zip)</translation>
    </message>
    <message>
        <source>Tar archive (*.tar.zst)</source>
        <translation>Archive tar (*.tar.zst)</translation>
    </message>
    <message>
        <source>The search ended: %1</source>
        <translation>La recherche s’est arrêtée : %1</translation>
    </message>
    <message numerus="yes">
        <source>Searching all backups: %Ln found so far…</source>
        <translation>
            <numerusform>Recherche dans toutes les sauvegardes : %Ln trouvé jusqu’ici…</numerusform>
            <numerusform>Recherche dans toutes les sauvegardes : %Ln trouvés jusqu’ici…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln found; more of the name shows less.</source>
        <translation>
            <numerusform>Le premier trouvé ; en écrivant plus du nom, on en voit moins.</numerusform>
            <numerusform>Les %Ln premiers trouvés ; en écrivant plus du nom, on en voit moins.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln trouvé</numerusform>
            <numerusform>%Ln trouvés</numerusform>
        </translation>
    </message>
    <message>
        <source>The backups cannot be searched now</source>
        <translation>La recherche dans les sauvegardes est impossible maintenant</translation>
    </message>
    <message>
        <source>Nothing of that name in any backup</source>
        <translation>Rien de ce nom dans aucune sauvegarde</translation>
    </message>
    <message>
        <source>A part of the name is enough. With * and ? it is a pattern for the whole name: *.odt</source>
        <translation>Une partie du nom suffit. Avec * et ?, c’est un motif pour le nom entier : *.odt</translation>
    </message>
    <message>
        <source>You may not read this folder</source>
        <translation>Vous n’avez pas le droit de lire ce dossier</translation>
    </message>
    <message>
        <source>You may not read this: its owner has not let you.</source>
        <translation>Vous n’avez pas le droit de lire ceci : son propriétaire ne vous l’a pas permis.</translation>
    </message>
    <message>
        <source>Press Enter on what you look for to go to it, and to see its versions.</source>
        <translation>Appuyez sur Entrée sur ce que vous cherchez pour y aller et voir ses versions.</translation>
    </message>
    <message>
        <source>What was deleted at other times is restored next, from the backups that have it.</source>
        <translation>Ce qui a été supprimé à d’autres moments est restauré ensuite, à partir des sauvegardes qui le contiennent.</translation>
    </message>
</context>
<context>
    <name>backspool::browser::Comparing</name>
    <message>
        <source>Compare these t&amp;wo</source>
        <translation>Comparer ces &amp;deux</translation>
    </message>
    <message>
        <source>&amp;Compare with now</source>
        <translation>&amp;Comparer avec maintenant</translation>
    </message>
    <message>
        <source>Shows what changed between the two versions that are selected (Ctrl+D)</source>
        <translation>Montre ce qui a changé entre les deux versions sélectionnées (Ctrl+D)</translation>
    </message>
    <message>
        <source>Shows what changed between this version and the file as it is now; to compare two versions, select both in the list above (Ctrl+D)</source>
        <translation>Montre ce qui a changé entre cette version et le fichier tel qu’il est maintenant ; pour comparer deux versions, sélectionnez-les toutes deux dans la liste ci-dessus (Ctrl+D)</translation>
    </message>
</context>
<context>
    <name>backspool::browser::ComparisonModel</name>
    <message>
        <source>the same</source>
        <translation>identique</translation>
    </message>
    <message>
        <source>only in the later one</source>
        <translation>seulement dans la plus récente</translation>
    </message>
    <message>
        <source>only in the earlier one</source>
        <translation>seulement dans la plus ancienne</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>modifié</translation>
    </message>
</context>
<context>
    <name>backspool::browser::ComparisonWindow</name>
    <message>
        <source>Compare %1</source>
        <translation>Comparer %1</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>&amp;Previous change</source>
        <translation>Changement &amp;précédent</translation>
    </message>
    <message>
        <source>Shift+F3 or Alt+Up</source>
        <translation>Maj+F3 ou Alt+Haut</translation>
    </message>
    <message>
        <source>&amp;Next change</source>
        <translation>Changement &amp;suivant</translation>
    </message>
    <message>
        <source>F3 or Alt+Down</source>
        <translation>F3 ou Alt+Bas</translation>
    </message>
    <message>
        <source>S&amp;maller</source>
        <translation>Plus p&amp;etit</translation>
    </message>
    <message>
        <source>Ctrl+-</source>
        <translation>Ctrl+-</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>Plus &amp;grand</translation>
    </message>
    <message>
        <source>Ctrl++</source>
        <translation>Ctrl++</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>&amp;Ajuster</translation>
    </message>
    <message>
        <source>Shows both pictures whole (Ctrl+0)</source>
        <translation>Montre les deux images entières (Ctrl+0)</translation>
    </message>
    <message>
        <source>As backed up %1</source>
        <translation>Sauvegardé %1</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>Tel qu’il est maintenant</translation>
    </message>
    <message>
        <source>changed %1</source>
        <translation>modifié %1</translation>
    </message>
    <message>
        <source>Getting the version of %1 from the backup service…</source>
        <translation>Lecture depuis le service de sauvegarde, version&#xa0;: %1…</translation>
    </message>
    <message>
        <source>Reading the file as it is now…</source>
        <translation>Lecture du fichier tel qu’il est maintenant…</translation>
    </message>
    <message>
        <source>There is no such file now: it was deleted or moved. Restore brings it back.</source>
        <translation>Ce fichier n’existe plus : il a été supprimé ou déplacé. Restaurer le ramène.</translation>
    </message>
    <message>
        <source>The two cannot be compared: %1</source>
        <translation>Les deux ne peuvent pas être comparés : %1</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Comparaison…</translation>
    </message>
    <message>
        <source>Only the first %1 of each were compared; they are larger.</source>
        <translation>Seuls les premiers %1 de chacun ont été comparés ; ils sont plus grands.</translation>
    </message>
    <message>
        <source>They are the same so far, and differ in size.</source>
        <translation>Ils sont identiques jusque-là et diffèrent par la taille.</translation>
    </message>
    <message>
        <source>They are the same so far.</source>
        <translation>Ils sont identiques jusque-là.</translation>
    </message>
    <message>
        <source>They are the same, byte for byte.</source>
        <translation>Ils sont identiques, octet par octet.</translation>
    </message>
    <message>
        <source>The words are the same; only how the lines end differs.</source>
        <translation>Les mots sont les mêmes ; seule la fin des lignes diffère.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s)</source>
        <translation>
            <numerusform>%Ln changement</numerusform>
            <numerusform>%Ln changements</numerusform>
        </translation>
    </message>
    <message>
        <source>They differ so much that not all they have in common was found.</source>
        <translation>Ils diffèrent tellement que tout ce qu’ils ont en commun n’a pas été trouvé.</translation>
    </message>
    <message>
        <source>What is in them cannot be shown side by side. The first difference is at byte %1 of %2 and %3.</source>
        <translation>Leur contenu ne peut pas être montré côte à côte. La première différence est à l’octet %1 de %2 et %3.</translation>
    </message>
    <message>
        <source>Change %1 of %2</source>
        <translation>Changement %1 sur %2</translation>
    </message>
</context>
<context>
    <name>backspool::browser::FolderModel</name>
    <message>
        <source>new</source>
        <translation>nouveau</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>modifié</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>supprimé</translation>
    </message>
    <message>
        <source>was being written during the backup</source>
        <translation>était en cours d’écriture pendant la sauvegarde</translation>
    </message>
    <message>
        <source>could not be read; this is an earlier state</source>
        <translation>n’a pas pu être lu ; ceci est un état antérieur</translation>
    </message>
    <message>
        <source>you may not read it</source>
        <translation>vous n’avez pas le droit de le lire</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modifié</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
    </message>
</context>
<context>
    <name>backspool::browser::HandOutDialog</name>
    <message>
        <source>Drag files</source>
        <translation>Glisser des fichiers</translation>
    </message>
    <message>
        <source>Copy files</source>
        <translation>Copier des fichiers</translation>
    </message>
    <message>
        <source>Getting the files from the backup…</source>
        <translation>Les fichiers sont cherchés dans la sauvegarde…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>Puts the files on the clipboard, to be pasted in a file manager</source>
        <translation>Met les fichiers dans le presse-papiers, à coller dans un gestionnaire de fichiers</translation>
    </message>
    <message numerus="yes">
        <source>Getting the files from the backup… %Ln file(s), %1</source>
        <translation>
            <numerusform>Les fichiers sont cherchés dans la sauvegarde… %Ln fichier, %1</numerusform>
            <numerusform>Les fichiers sont cherchés dans la sauvegarde… %Ln fichiers, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The files could not be had from the backup: %1</source>
        <translation>Les fichiers n’ont pas pu être obtenus de la sauvegarde : %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be had, the first is %1</source>
        <translation>
            <numerusform>%Ln fichier n’a pas pu être obtenu : %1</numerusform>
            <numerusform>%Ln fichiers n’ont pas pu être obtenus, le premier est %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The files are on the clipboard.</source>
        <translation>Les fichiers sont dans le presse-papiers.</translation>
    </message>
    <message>
        <source>The files are ready: drag them from here to where you want them, or copy them and paste them there.</source>
        <translation>Les fichiers sont prêts : glissez-les d’ici là où vous les voulez, ou copiez-les et collez-les là-bas.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Arrêt…</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>il n’y en a aucun</translation>
    </message>
</context>
<context>
    <name>backspool::browser::HistoryPane</name>
    <message>
        <source>&amp;Earlier</source>
        <translation>&amp;Plus tôt</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>Plus &amp;tard</translation>
    </message>
    <message>
        <source>To the backup before (Ctrl+Left)</source>
        <translation>À la sauvegarde précédente (Ctrl+Gauche)</translation>
    </message>
    <message>
        <source>To the backup after (Ctrl+Right)</source>
        <translation>À la sauvegarde suivante (Ctrl+Droite)</translation>
    </message>
    <message>
        <source>Show the files as of</source>
        <translation>Afficher les fichiers tels qu’au</translation>
    </message>
    <message>
        <source>Type or choose a date to see the files as they were then</source>
        <translation>Écrivez ou choisissez une date pour voir les fichiers tels qu’ils étaient alors</translation>
    </message>
    <message>
        <source>Files &amp;as of</source>
        <translation>Fichiers &amp;au</translation>
    </message>
</context>
<context>
    <name>backspool::browser::HistorySlider</name>
    <message>
        <source>Time of the backup</source>
        <translation>Moment de la sauvegarde</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) in this folder</source>
        <translation>
            <numerusform>%Ln changement dans ce dossier</numerusform>
            <numerusform>%Ln changements dans ce dossier</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::PathBar</name>
    <message>
        <source>Back</source>
        <translation>Précédent</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Suivant</translation>
    </message>
    <message>
        <source>Up one folder</source>
        <translation>Un dossier plus haut</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Cet ordinateur</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Dossier personnel</translation>
    </message>
</context>
<context>
    <name>backspool::browser::PicturePair</name>
    <message>
        <source>The earlier picture</source>
        <translation>L’image la plus ancienne</translation>
    </message>
    <message>
        <source>The later picture</source>
        <translation>L’image la plus récente</translation>
    </message>
</context>
<context>
    <name>backspool::browser::PlaceList</name>
    <message>
        <source>This computer</source>
        <translation>Cet ordinateur</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Dossier personnel</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Emplacements</translation>
    </message>
</context>
<context>
    <name>backspool::browser::PreviewPane</name>
    <message>
        <source>Text of the selected version</source>
        <translation>Texte de la version sélectionnée</translation>
    </message>
    <message>
        <source>Picture of the selected version</source>
        <translation>Image de la version sélectionnée</translation>
    </message>
    <message>
        <source>A link to %1</source>
        <translation>Un lien vers %1</translation>
    </message>
    <message>
        <source>No preview of this kind of file.</source>
        <translation>Pas d’aperçu pour ce type de fichier.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Le fichier est vide.</translation>
    </message>
    <message>
        <source>This version cannot be shown: %1</source>
        <translation>Cette version ne peut pas être affichée : %1</translation>
    </message>
    <message>
        <source>No preview of this kind of file. It can be restored all the same.</source>
        <translation>Pas d’aperçu pour ce type de fichier. Il peut quand même être restauré.</translation>
    </message>
</context>
<context>
    <name>backspool::browser::RestoreDialog</name>
    <message>
        <source>Restore</source>
        <translation>Restaurer</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>Already there</source>
        <translation>Déjà là</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modifié</translation>
    </message>
    <message>
        <source>Files that are in the way</source>
        <translation>Fichiers qui gênent</translation>
    </message>
    <message>
        <source>&amp;Keep both</source>
        <translation>&amp;Garder les deux</translation>
    </message>
    <message>
        <source>The restored file gets a name of its own beside the other.</source>
        <translation>Le fichier restauré reçoit un nom à lui à côté de l’autre.</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Remplacer</translation>
    </message>
    <message>
        <source>What is there now is replaced.</source>
        <translation>Ce qui est là maintenant est remplacé.</translation>
    </message>
    <message>
        <source>&amp;Leave them</source>
        <translation>&amp;Laisser tel quel</translation>
    </message>
    <message>
        <source>Only what is missing is restored.</source>
        <translation>Seul ce qui manque est restauré.</translation>
    </message>
    <message>
        <source>Looking at what is there already…</source>
        <translation>Examen de ce qui est déjà là…</translation>
    </message>
    <message>
        <source>Restoring %1…</source>
        <translation>Restauration de %1…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln fichier</numerusform>
            <numerusform>%Ln fichiers</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a time</comment>
        <translation>encore %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that would be restored exist already and are different. What shall become of what is there now?</source>
        <translation>
            <numerusform>%Ln fichier à restaurer existe déjà et est différent. Que faire de ce qui est là maintenant ?</numerusform>
            <numerusform>%Ln fichiers à restaurer existent déjà et sont différents. Que faire de ce qui est là maintenant ?</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Arrêt…</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Continuer</translation>
    </message>
</context>
<context>
    <name>backspool::browser::RestoreResultPage</name>
    <message>
        <source>left as it is</source>
        <translation>laissé tel quel</translation>
    </message>
    <message>
        <source>not restored</source>
        <translation>non restauré</translation>
    </message>
    <message>
        <source>restored, but not all about it</source>
        <translation>restauré, mais pas entièrement</translation>
    </message>
    <message>
        <source>&amp;Show folder</source>
        <translation>&amp;Afficher le dossier</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>A&amp;nnuler la restauration</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Ce qui s’est passé</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
    <message>
        <source>What was not restored</source>
        <translation>Ce qui n’a pas été restauré</translation>
    </message>
    <message>
        <source>Takes away what was restored, and brings back what was replaced. What you changed after the restore stays.</source>
        <translation>Enlève ce qui a été restauré et ramène ce qui a été remplacé. Ce que vous avez modifié après la restauration reste.</translation>
    </message>
    <message>
        <source>The restore was stopped. What was restored until then is whole and stays.</source>
        <translation>La restauration a été arrêtée. Ce qui a été restauré jusque-là est entier et reste.</translation>
    </message>
    <message>
        <source>The restore ended before it was done: %1

What was restored until then is whole. Start it again, and it goes on where it was.</source>
        <translation>La restauration s’est arrêtée avant la fin : %1

Ce qui a été restauré jusque-là est entier. Relancez-la, et elle reprend où elle en était.</translation>
    </message>
    <message>
        <source>Everything was there already, as it was then.</source>
        <translation>Tout était déjà là, comme alors.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) restored.</source>
        <translation>
            <numerusform>%Ln fichier restauré.</numerusform>
            <numerusform>%Ln fichiers restaurés.</numerusform>
        </translation>
    </message>
    <message>
        <source>The folder is %1</source>
        <translation>Le dossier est %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) were right already.</source>
        <translation>
            <numerusform>%Ln fichier était déjà correct.</numerusform>
            <numerusform>%Ln fichiers étaient déjà corrects.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are not as they were then:</source>
        <translation>
            <numerusform>%Ln fichier n’est pas comme alors :</numerusform>
            <numerusform>%Ln fichiers ne sont pas comme alors :</numerusform>
        </translation>
    </message>
    <message>
        <source>what was there is kept</source>
        <translation>ce qui était là est conservé</translation>
    </message>
    <message>
        <source>as %1</source>
        <translation>sous le nom %1</translation>
    </message>
    <message>
        <source>Undoing the restore…</source>
        <translation>Annulation de la restauration…</translation>
    </message>
    <message>
        <source>The restore cannot be undone: %1</source>
        <translation>La restauration ne peut pas être annulée : %1</translation>
    </message>
    <message>
        <source>The restore is undone.</source>
        <translation>La restauration est annulée.</translation>
    </message>
    <message>
        <source>The restore is undone, but not all of it.</source>
        <translation>La restauration est annulée, mais pas entièrement.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that were replaced are back.</source>
        <translation>
            <numerusform>%Ln fichier remplacé est revenu.</numerusform>
            <numerusform>%Ln fichiers remplacés sont revenus.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln restored file(s) are gone again.</source>
        <translation>
            <numerusform>%Ln fichier restauré est reparti.</numerusform>
            <numerusform>%Ln fichiers restaurés sont repartis.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Permissions and times of %Ln file(s) or folder(s) are as before.</source>
        <translation>
            <numerusform>Les droits et les dates de %Ln fichier ou dossier sont comme avant.</numerusform>
            <numerusform>Les droits et les dates de %Ln fichiers ou dossiers sont comme avant.</numerusform>
        </translation>
    </message>
    <message>
        <source>not undone</source>
        <translation>non annulé</translation>
    </message>
    <message>
        <source>it was changed after the restore, and stays</source>
        <translation>modifié après la restauration : laissé tel quel</translation>
    </message>
    <message>
        <source>it belongs to a database that was changed after the restore</source>
        <translation>fait partie d’une base de données modifiée après la restauration</translation>
    </message>
    <message>
        <source>something is in the folder that the restore did not bring; it stays</source>
        <translation>le dossier contient autre chose que ce qui a été restauré : il est conservé</translation>
    </message>
    <message>
        <source>what was there before is not kept any more</source>
        <translation>ce qui était là auparavant n’est plus conservé</translation>
    </message>
    <message>
        <source>what was kept is something else by now</source>
        <translation>ce qui avait été conservé est devenu autre chose</translation>
    </message>
    <message>
        <source>%1; what was there before is beside it, as %2</source>
        <translation>%1 ; ce qui était là auparavant se trouve à côté, sous le nom %2</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Arrêter</translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a time</comment>
        <translation>encore %1</translation>
    </message>
    <message>
        <source>&amp;Go on undoing</source>
        <translation>&amp;Continuer l’annulation</translation>
    </message>
    <message>
        <source>The undoing was stopped. Some of the restore is undone, and the rest is as it was restored.</source>
        <translation>L’annulation a été arrêtée. Une partie de la restauration est annulée, le reste est tel qu’il a été restauré.</translation>
    </message>
    <message>
        <source>The undoing ended before it was done: %1

Some of the restore is undone, and the rest is as it was restored.</source>
        <translation>L’annulation s’est terminée avant la fin : %1

Une partie de la restauration est annulée, le reste est tel qu’il a été restauré.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln folder(s) restored.</source>
        <translation>
            <numerusform>%Ln dossier restauré.</numerusform>
            <numerusform>%Ln dossiers restaurés.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::SearchResults</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>newest backup</source>
        <translation>la plus récente</translation>
    </message>
    <message>
        <source>It is in the newest backup.</source>
        <translation>Présent dans la sauvegarde la plus récente.</translation>
    </message>
    <message>
        <source>Deleted since then; the last backup that has it: %1</source>
        <translation>Supprimé depuis ; dernière sauvegarde qui le contient : %1</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Vu en dernier</translation>
    </message>
</context>
<context>
    <name>backspool::browser::TextComparisonView</name>
    <message>
        <source>Both versions, line by line</source>
        <translation>Les deux versions, ligne par ligne</translation>
    </message>
    <message>
        <source>The selected line in both versions</source>
        <translation>La ligne sélectionnée dans les deux versions</translation>
    </message>
</context>
<context>
    <name>backspool::browser::VersionList</name>
    <message>
        <source>As it was</source>
        <translation>Tel qu’il était</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modifié</translation>
    </message>
    <message>
        <source>Versions of the selected file</source>
        <translation>Versions du fichier sélectionné</translation>
    </message>
    <message>
        <source>newest backup</source>
        <translation>la plus récente</translation>
    </message>
    <message>
        <source>in the backups from %1 to %2</source>
        <translation>dans les sauvegardes (%1 – %2)</translation>
    </message>
</context>
<context>
    <name>backspool::settings::ApplicationPage</name>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>How it is protected</source>
        <translation>Comment elle est protégée</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>Dernière sauvegarde</translation>
    </message>
    <message>
        <source>Databases that are known</source>
        <translation>Bases de données connues</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Fichiers</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Origine</translation>
    </message>
    <message>
        <source>Your own groups of files</source>
        <translation>Vos propres groupes de fichiers</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>&amp;Ajouter…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Modifier…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Retirer</translation>
    </message>
    <message>
        <source>A database is found by itself, wherever it is, and comes into a backup as it was at one moment.</source>
        <translation>Une base de données est trouvée toute seule, où qu’elle soit, et entre dans une sauvegarde telle qu’elle était à un seul moment.</translation>
    </message>
    <message>
        <source>Other files that belong together</source>
        <translation>Autres fichiers qui vont ensemble</translation>
    </message>
    <message>
        <source>Cloned, or guarded</source>
        <translation>Clonée, ou surveillée</translation>
    </message>
    <message>
        <source>A clone is made where the file system can do that (btrfs, XFS). Else what is overwritten during the backup is put aside first, where the system lets it; else it is read again when it changed meanwhile.</source>
        <translation>Un clone est fait là où le système de fichiers le permet (btrfs, XFS). Sinon, ce qui est écrasé pendant la sauvegarde est d’abord mis de côté, là où le système le permet&#xa0;; sinon, ce qui a changé entre-temps est relu.</translation>
    </message>
    <message>
        <source>SQLite (most programs)</source>
        <translation>SQLite (la plupart des programmes)</translation>
    </message>
    <message>
        <source>Under its own read locks</source>
        <translation>Sous ses propres verrous de lecture</translation>
    </message>
    <message>
        <source>It comes into a backup as it was after one whole transaction. The program that uses it waits for some seconds at most.</source>
        <translation>Elle entre dans une sauvegarde telle qu’elle était après une transaction entière. Le programme qui l’utilise attend quelques secondes au plus.</translation>
    </message>
    <message>
        <source>In the server&apos;s own mode</source>
        <translation>Dans le mode propre au serveur</translation>
    </message>
    <message>
        <source>The server is asked to begin a backup, and goes on working. What is restored recovers by itself when it is started.</source>
        <translation>On demande au serveur de commencer une sauvegarde, et il continue à travailler. Ce qui est restauré se remet en ordre tout seul au démarrage.</translation>
    </message>
    <message>
        <source>Not while the server runs</source>
        <translation>Pas pendant que le serveur tourne</translation>
    </message>
    <message>
        <source>Let the server keep a dump in a folder that is protected (mariadb-dump): its files alone are no backup of it.</source>
        <translation>Faites garder au serveur une copie exportée dans un dossier protégé (mariadb-dump)&#xa0;: ses fichiers seuls n’en sont pas une sauvegarde.</translation>
    </message>
    <message>
        <source>Disks of virtual machines</source>
        <translation>Disques de machines virtuelles</translation>
    </message>
    <message numerus="yes">
        <source>%Ln not of one moment</source>
        <translation>
            <numerusform>%Ln n’est pas d’un seul moment</numerusform>
            <numerusform>%Ln ne sont pas d’un seul moment</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln protected</source>
        <translation>
            <numerusform>%Ln protégée</numerusform>
            <numerusform>%Ln protégées</numerusform>
        </translation>
    </message>
    <message>
        <source>For all computers</source>
        <translation>Pour tous les ordinateurs</translation>
    </message>
    <message>
        <source>For this computer</source>
        <translation>Pour cet ordinateur</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Vous</translation>
    </message>
    <message>
        <source>None. Add one when a program keeps its data in several files that are only good together.</source>
        <translation>Aucun. Ajoutez-en un quand un programme garde ses données dans plusieurs fichiers qui ne valent qu’ensemble.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::ExclusionPage</name>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Ajouter</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Retirer</translation>
    </message>
    <message>
        <source>Patterns of what is left out</source>
        <translation>Motifs de ce qui est exclu</translation>
    </message>
    <message>
        <source>&amp;Pattern:</source>
        <translation>&amp;Motif&#xa0;:</translation>
    </message>
    <message>
        <source>*.iso, Downloads/, or a whole path</source>
        <translation>*.iso, Téléchargements/ ou un chemin entier</translation>
    </message>
    <message>
        <source>Leave out the &amp;usual: caches, trash, temporary files</source>
        <translation>Exclure l’&amp;habituel&#xa0;: caches, corbeille, fichiers temporaires</translation>
    </message>
    <message>
        <source>Leave out what is in folders that programs have &amp;marked as caches</source>
        <translation>Exclure le contenu des dossiers que des programmes ont marqués comme &amp;caches</translation>
    </message>
    <message>
        <source>Leave out other &amp;disks and network folders</source>
        <translation>Exclure les autres &amp;disques et les dossiers réseau</translation>
    </message>
    <message>
        <source>Leave out files &amp;larger than</source>
        <translation>Exclure les fichiers de &amp;plus de</translation>
    </message>
    <message>
        <source>Leave out files that have not changed &amp;for</source>
        <translation>Exclure les fichiers non modifiés depu&amp;is</translation>
    </message>
    <message>
        <source>No pattern leaves anything out.</source>
        <translation>Aucun motif n’exclut quoi que ce soit.</translation>
    </message>
    <message>
        <source>A file counts with the last pattern that matches it.</source>
        <translation>Un fichier compte avec le dernier motif qui lui correspond.</translation>
    </message>
    <message>
        <source>Counting what each of them leaves out…</source>
        <translation>Calcul de ce que chacun exclut…</translation>
    </message>
</context>
<context>
    <name>backspool::settings::GeneralPage</name>
    <message>
        <source>&amp;Start Backspool when I log in</source>
        <translation>&amp;Démarrer Backspool quand j’ouvre ma session</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Comme le bureau</translation>
    </message>
    <message>
        <source>Backspool speaks it from its next start.</source>
        <translation>Backspool la parle à partir de son prochain démarrage.</translation>
    </message>
    <message>
        <source>While it does not run, no backups are made.</source>
        <translation>Tant qu’il ne tourne pas, aucune sauvegarde n’est faite.</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Langue</translation>
    </message>
    <message>
        <source>The language cannot be kept: the folder for settings is not to be written.</source>
        <translation>La langue ne peut pas être retenue&#xa0;: impossible d’écrire dans le dossier des réglages.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::GroupDialog</name>
    <message>
        <source>Files that belong together</source>
        <translation>Fichiers qui vont ensemble</translation>
    </message>
    <message>
        <source>Some programs keep their data in several files that are only good together. Name them here, and a backup has all of them as they were at one moment.</source>
        <translation>Certains programmes gardent leurs données dans plusieurs fichiers qui ne valent qu’ensemble. Nommez-les ici, et une sauvegarde les contient tous tels qu’ils étaient à un seul moment.</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>&amp;Choisir…</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nom</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Dossier</translation>
    </message>
    <message>
        <source>The folder of these files</source>
        <translation>Le dossier de ces fichiers</translation>
    </message>
    <message>
        <source>Give it a name, such as that of the program.</source>
        <translation>Donnez-lui un nom, par exemple celui du programme.</translation>
    </message>
    <message>
        <source>Name the folder by its whole path, such as /home/anna/accounts.</source>
        <translation>Nommez le dossier par son chemin entier, par exemple /home/anna/comptes.</translation>
    </message>
    <message>
        <source>That cannot be used: it %1.</source>
        <translation>Cela ne peut pas être utilisé&#xa0;: it %1.</translation>
    </message>
    <message>
        <source>F&amp;iles in it, one a line</source>
        <translation>F&amp;ichiers du dossier, un par ligne</translation>
    </message>
    <message>
        <source>Name the files, one a line: *.idx</source>
        <translation>Nommez les fichiers, un par ligne : *.idx</translation>
    </message>
</context>
<context>
    <name>backspool::settings::PatternModel</name>
    <message>
        <source>Usual list</source>
        <translation>Liste habituelle</translation>
    </message>
    <message>
        <source>For all computers</source>
        <translation>Pour tous les ordinateurs</translation>
    </message>
    <message>
        <source>For this computer</source>
        <translation>Pour cet ordinateur</translation>
    </message>
    <message>
        <source>You, in policy.json</source>
        <translation>Vous, dans policy.json</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Vous</translation>
    </message>
    <message>
        <source>Takes in again what a pattern before it leaves out.</source>
        <translation>Reprend ce qu’un motif précédent exclut.</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Motif</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Fichiers</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Origine</translation>
    </message>
</context>
<context>
    <name>backspool::settings::PolicyFieldEdit</name>
    <message>
        <source>Unit of: %1</source>
        <translation>Unité de&#xa0;: %1</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>Mio</translation>
    </message>
    <message>
        <source>GiB</source>
        <translation>Gio</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source> %</source>
        <translation>&#xa0;%</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>octets</translation>
    </message>
    <message numerus="yes">
        <source>second(s)</source>
        <extracomment>behind a box with the number</extracomment>
        <translation>
            <numerusform>seconde</numerusform>
            <numerusform>secondes</numerusform>
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
            <numerusform>heure</numerusform>
            <numerusform>heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>day(s)</source>
        <translation>
            <numerusform>jour</numerusform>
            <numerusform>jours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::settings::ProtectionModel</name>
    <message>
        <source>%1…</source>
        <extracomment>a size that is still growing while it is counted</extracomment>
        <translation>%1…</translation>
    </message>
    <message>
        <source>Left out by an administrator (&quot;%1&quot;).</source>
        <translation>Exclu par un administrateur («&#xa0;%1&#xa0;»).</translation>
    </message>
    <message>
        <source>Left out by &quot;%1&quot;.</source>
        <translation>Exclu par «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>What is left out for its size or age, as a cache or as being on another disk is ticked here all the same; the sum does not count it.</source>
        <translation>Ce qui est exclu pour sa taille ou son âge, comme cache ou parce qu’il se trouve sur un autre disque est coché ici malgré tout&#xa0;; la somme ne le compte pas.</translation>
    </message>
    <message>
        <source>on the network</source>
        <translation>sur le réseau</translation>
    </message>
    <message>
        <source>How much is in folders on the network is not counted.</source>
        <translation>Le contenu des dossiers réseau n’est pas compté.</translation>
    </message>
    <message>
        <source>All that is in it now, also what is left out; below the list is what will be backed up.</source>
        <translation>Tout ce qui s’y trouve maintenant, y compris ce qui est exclu&#xa0;; sous la liste figure ce qui sera sauvegardé.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::ProtectionPage</name>
    <message>
        <source>Home folder</source>
        <translation>Dossier personnel</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Cet ordinateur</translation>
    </message>
    <message>
        <source>&amp;Tick what is to be protected. New files in a ticked folder are protected by themselves.</source>
        <translation>&amp;Cochez ce qui doit être protégé. Les nouveaux fichiers d’un dossier coché sont protégés tout seuls.</translation>
    </message>
    <message>
        <source>What is protected</source>
        <translation>Ce qui est protégé</translation>
    </message>
    <message>
        <source>Nothing is protected. Tick your home folder: it has your documents, pictures and settings.</source>
        <translation>Rien n’est protégé. Cochez votre dossier personnel&#xa0;: il contient vos documents, images et réglages.</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Calcul…</translation>
    </message>
    <message numerus="yes">
        <source>Protected: %1 in %Ln file(s)</source>
        <translation>
            <numerusform>Protégé&#xa0;: %1 dans %Ln fichier</numerusform>
            <numerusform>Protégé&#xa0;: %1 dans %Ln fichiers</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, still counting…</source>
        <translation>%1, calcul en cours…</translation>
    </message>
    <message numerus="yes">
        <source>Left out for size or age, as a cache or on another disk: %1 in %Ln file(s)</source>
        <translation>
            <numerusform>Exclu pour sa taille ou son âge, comme cache ou sur un autre disque&#xa0;: %1 dans %Ln fichier</numerusform>
            <numerusform>Exclu pour sa taille ou son âge, comme cache ou sur un autre disque&#xa0;: %1 dans %Ln fichiers</numerusform>
        </translation>
    </message>
    <message>
        <source>Folders on the network are protected too, and are not counted here.</source>
        <translation>Les dossiers réseau sont protégés aussi, et ne sont pas comptés ici.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::SchedulePage</name>
    <message>
        <source>S&amp;ooner, when so much was written:</source>
        <translation>Plus &amp;tôt, quand il a été écrit&#xa0;:</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>Sauvegarder</translation>
    </message>
    <message>
        <source>&amp;Every</source>
        <translation>À &amp;intervalles de</translation>
    </message>
    <message>
        <source>&amp;At once, when a backup was missed while the computer slept or was off</source>
        <translation>Tout &amp;de suite, quand une sauvegarde a été manquée parce que l’ordinateur était en veille ou éteint</translation>
    </message>
    <message>
        <source>Hold back</source>
        <translation>Attendre</translation>
    </message>
    <message>
        <source>On &amp;battery with less than</source>
        <translation>Sur &amp;batterie, avec moins de</translation>
    </message>
    <message>
        <source>On &amp;connections that cost by the amount, such as a phone&apos;s</source>
        <translation>Sur les &amp;connexions payées au volume, comme celle d’un téléphone</translation>
    </message>
    <message>
        <source>While the computer is busie&amp;r than</source>
        <translation>Tant que l’ordinateur est occupé à &amp;plus de</translation>
    </message>
    <message>
        <source>What is written cannot be counted on this computer now; only the time counts.</source>
        <translation>Ce qui est écrit ne peut pas être mesuré sur cet ordinateur maintenant&#xa0;; seul le temps compte.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::SettingsDraft</name>
    <message>
        <source>Set by whoever looks after your backups, for all computers.</source>
        <translation>Fixé par la personne qui s’occupe de vos sauvegardes, pour tous les ordinateurs.</translation>
    </message>
    <message>
        <source>Set by the administrator of this computer.</source>
        <translation>Fixé par l’administrateur de cet ordinateur.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Pages des réglages</translation>
    </message>
    <message>
        <source>Reading the settings…</source>
        <translation>Lecture des réglages…</translation>
    </message>
    <message>
        <source>The settings cannot be read</source>
        <translation>Les réglages ne peuvent pas être lus</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Réessayer</translation>
    </message>
    <message>
        <source>What is protected</source>
        <translation>Ce qui est protégé</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Exclu</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Applications</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>Some settings are changed and not saved.</source>
        <translation>Certains réglages sont modifiés et pas enregistrés.</translation>
    </message>
    <message>
        <source>Nothing is ticked. From now on no backup of this computer is made; those that there are stay.</source>
        <translation>Rien n’est coché. Désormais, cet ordinateur n’est plus sauvegardé ; les sauvegardes existantes restent.</translation>
    </message>
    <message>
        <source>Set up by the administrator</source>
        <translation>Configuré par l’administrateur</translation>
    </message>
    <message>
        <source>The administrator of this computer decides what is backed up, and when. You can see and restore the files that you may read.</source>
        <translation>L’administrateur de cet ordinateur décide de ce qui est sauvegardé, et quand. Vous pouvez voir et restaurer les fichiers que vous avez le droit de lire.</translation>
    </message>
</context>
<context>
    <name>backspool::tray::SetupDialog</name>
    <message>
        <source>Set up Backspool</source>
        <translation>Configurer Backspool</translation>
    </message>
    <message>
        <source>&amp;Backup service</source>
        <translation>Service de &amp;sauvegarde</translation>
    </message>
    <message>
        <source>&amp;Code</source>
        <translation>&amp;Code</translation>
    </message>
    <message>
        <source>Who looks after your backups gives you two things: where the backup service is, and a code for this computer. The code works once, and also makes sure that you reach the right service.</source>
        <translation>La personne qui s’occupe de vos sauvegardes vous donne deux choses : l’adresse du service de sauvegarde et un code pour cet ordinateur. Le code sert une fois, et garantit aussi que vous atteignez le bon service.</translation>
    </message>
    <message>
        <source>Folders to protect</source>
        <translation>Dossiers à protéger</translation>
    </message>
    <message>
        <source>&amp;Add folder…</source>
        <translation>&amp;Ajouter un dossier…</translation>
    </message>
    <message>
        <source>What shall be protected? Your home folder has your documents, pictures and settings. Caches and the trash may be left out by whoever looks after your backups.</source>
        <translation>Que faut-il protéger ? Votre dossier personnel contient vos documents, images et réglages. Les caches et la corbeille peuvent être exclus par la personne qui s’occupe de vos sauvegardes.</translation>
    </message>
    <message>
        <source>A folder to protect</source>
        <translation>Un dossier à protéger</translation>
    </message>
    <message>
        <source>C&amp;onnect</source>
        <translation>Co&amp;nnecter</translation>
    </message>
    <message>
        <source>&amp;Protect</source>
        <translation>&amp;Protéger</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Connexion…</translation>
    </message>
    <message>
        <source>&amp;Found in your network:</source>
        <translation>&amp;Trouvés dans votre réseau :</translation>
    </message>
    <message>
        <source>Backup services in your network</source>
        <translation>Services de sauvegarde dans votre réseau</translation>
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
        <translation>&amp;Restaurer des fichiers…</translation>
    </message>
    <message>
        <source>&amp;Set up…</source>
        <translation>&amp;Configurer…</translation>
    </message>
    <message>
        <source>Backspool</source>
        <translation>Backspool</translation>
    </message>
    <message>
        <source>&amp;More</source>
        <translation>&amp;Plus</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>Ré&amp;glages…</translation>
    </message>
</context>
<context>
    <name>backspool::tray::TrayApplication</name>
    <message>
        <source>No backup is made now</source>
        <translation>Aucune sauvegarde pour l’instant</translation>
    </message>
    <message>
        <source>About Backspool</source>
        <translation>À propos de Backspool</translation>
    </message>
    <message>
        <source>Backspool %1

Keeps your files as they were at any time, and gives them back.</source>
        <translation>Backspool %1

Garde vos fichiers tels qu’ils étaient à tout moment, et vous les rend.</translation>
    </message>
    <message>
        <source>Files are still being restored</source>
        <translation>Des fichiers sont encore en cours de restauration</translation>
    </message>
    <message>
        <source>What is not restored yet will be missing. You can restore it again later.</source>
        <translation>Ce qui n’est pas encore restauré manquera. Vous pourrez le restaurer à nouveau plus tard.</translation>
    </message>
    <message>
        <source>&amp;Stop and quit</source>
        <translation>&amp;Arrêter et quitter</translation>
    </message>
</context>
<context>
    <name>backspool::tray::TrayMenu</name>
    <message>
        <source>&amp;Set up…</source>
        <translation>&amp;Configurer…</translation>
    </message>
    <message>
        <source>&amp;Restore files…</source>
        <translation>&amp;Restaurer des fichiers…</translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>&amp;Sauvegarder maintenant</translation>
    </message>
    <message>
        <source>R&amp;esume</source>
        <translation>R&amp;eprendre</translation>
    </message>
    <message>
        <source>&amp;About Backspool</source>
        <translation>À pr&amp;opos de Backspool</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>For an &amp;hour</source>
        <translation>Une &amp;heure</translation>
    </message>
    <message>
        <source>Until to&amp;morrow</source>
        <translation>Jusqu’à &amp;demain</translation>
    </message>
    <message>
        <source>Until I &amp;resume</source>
        <translation>Jusqu’à ce que je repre&amp;nne</translation>
    </message>
    <message>
        <source>A&amp;ctivity…</source>
        <translation>&amp;Activité…</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>Ré&amp;glages…</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Protects your files, and gives them back.</source>
        <translation>Protège vos fichiers et vous les rend.</translation>
    </message>
    <message>
        <source>Where the state of this user&apos;s agent is.</source>
        <translation>Où se trouve l’état de l’agent de cet utilisateur.</translation>
    </message>
    <message>
        <source>Open no window; for the start of a session.</source>
        <translation>N’ouvre aucune fenêtre ; pour le début d’une session.</translation>
    </message>
    <message>
        <source>Show earlier versions of the file PATH, or what was in the folder PATH.</source>
        <translation>Montre les versions antérieures du fichier PATH, ou ce que contenait le dossier PATH.</translation>
    </message>
    <message>
        <source>Where the agent of this computer listens for its users.</source>
        <translation>Où l’agent de cet ordinateur attend ses utilisateurs.</translation>
    </message>
</context>
</TS>
