<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar">
<context>
    <name>ActivityRows</name>
    <message>
        <source>You may not read it. Leave it out in the settings, or have its owner let you read it.</source>
        <translation>ليس مسموحًا لك بقراءته. استثنه في الإعدادات، أو اطلب من مالكه أن يسمح لك بقراءته.</translation>
    </message>
    <message>
        <source>The disk or the network folder does not give it. Look at it in the file manager; a disk that fails has to be replaced soon.</source>
        <translation>القرص أو مجلد الشبكة لا يعطيه. انظر إليه في مدير الملفات؛ فالقرص الذي يتعطل يجب استبداله قريبًا.</translation>
    </message>
    <message>
        <source>Tell whoever has set up this command.</source>
        <translation>أخبر من أعدّ هذا الأمر.</translation>
    </message>
</context>
<context>
    <name>KeyPlace</name>
    <message>
        <source>This computer&apos;s key to the backups is in the keychain of your desktop, with your other passwords.</source>
        <translation>مفتاح هذا الحاسوب إلى النسخ الاحتياطية محفوظ في سلسلة مفاتيح سطح مكتبك، مع كلمات مرورك الأخرى.</translation>
    </message>
    <message>
        <source>This computer&apos;s key to the backups is in a file that only you can read.</source>
        <translation>مفتاح هذا الحاسوب إلى النسخ الاحتياطية محفوظ في ملف لا يستطيع قراءته أحد سواك.</translation>
    </message>
    <message>
        <source>This computer&apos;s key to the backups is in a file that only you can read, since the keychain of your desktop could not take it: %1.</source>
        <translation>مفتاح هذا الحاسوب إلى النسخ الاحتياطية محفوظ في ملف لا يستطيع قراءته أحد سواك، لأن سلسلة مفاتيح سطح مكتبك لم تستطع أخذه: %1.</translation>
    </message>
</context>
<context>
    <name>ManagedState</name>
    <message>
        <source>The backup program of this computer does not answer</source>
        <translation>برنامج النسخ الاحتياطي في هذا الحاسوب لا يستجيب</translation>
    </message>
    <message>
        <source>It is asked again until it does. If that lasts, tell the administrator.</source>
        <translation>يُسأل من جديد حتى يستجيب. إذا طال الأمر فأخبر المسؤول.</translation>
    </message>
    <message>
        <source>The administrator of this computer has paused backups.</source>
        <translation>أوقف مسؤول هذا الحاسوب النسخ الاحتياطي مؤقتًا.</translation>
    </message>
</context>
<context>
    <name>ProtectionState</name>
    <message>
        <source>no backup yet</source>
        <translation>لا نسخة احتياطية بعد</translation>
    </message>
    <message>
        <source>last backup just now</source>
        <translation>آخر نسخة احتياطية الآن</translation>
    </message>
    <message>
        <source>last backup %1 ago</source>
        <translation>آخر نسخة احتياطية قبل %1</translation>
    </message>
    <message>
        <source>Backing up</source>
        <translation>النسخ الاحتياطي جارٍ</translation>
    </message>
    <message>
        <source>Backing up, %1 %</source>
        <translation>النسخ الاحتياطي جارٍ، %1 %</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) looked at</source>
        <translation>
            <numerusform>لم يُفحص أي ملف</numerusform>
            <numerusform>فُحص ملف واحد</numerusform>
            <numerusform>فُحص ملفان</numerusform>
            <numerusform>فُحصت %Ln ملفات</numerusform>
            <numerusform>فُحص %Ln ملفًا</numerusform>
            <numerusform>فُحص %Ln ملف</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a time</comment>
        <translation>بقي %1</translation>
    </message>
    <message>
        <source>Protected, %1</source>
        <translation>محمي، %1</translation>
    </message>
    <message>
        <source>Next backup: %1</source>
        <translation>النسخة الاحتياطية التالية: %1</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>متوقف مؤقتًا حتى %1</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>متوقف مؤقتًا</translation>
    </message>
    <message>
        <source>Waiting, %1</source>
        <translation>في الانتظار، %1</translation>
    </message>
    <message>
        <source>Needs your attention, %1</source>
        <translation>يحتاج إلى انتباهك، %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>أقل من دقيقة</numerusform>
            <numerusform>دقيقة واحدة</numerusform>
            <numerusform>دقيقتين</numerusform>
            <numerusform>%Ln دقائق</numerusform>
            <numerusform>%Ln دقيقة</numerusform>
            <numerusform>%Ln دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s)</source>
        <translation>
            <numerusform>أقل من ساعة</numerusform>
            <numerusform>ساعة واحدة</numerusform>
            <numerusform>ساعتين</numerusform>
            <numerusform>%Ln ساعات</numerusform>
            <numerusform>%Ln ساعة</numerusform>
            <numerusform>%Ln ساعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>أقل من يوم</numerusform>
            <numerusform>يوم واحد</numerusform>
            <numerusform>يومين</numerusform>
            <numerusform>%Ln أيام</numerusform>
            <numerusform>%Ln يومًا</numerusform>
            <numerusform>%Ln يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>جارٍ البدء…</translation>
    </message>
    <message>
        <source>Not protected yet</source>
        <translation>غير محمي بعد</translation>
    </message>
    <message>
        <source>Connect this computer to your backup service.</source>
        <translation>صِل هذا الحاسوب بخدمة النسخ الاحتياطي لديك.</translation>
    </message>
    <message>
        <source>Another Backspool agent has these files</source>
        <translation>وكيل Backspool آخر يتولى هذه الملفات</translation>
    </message>
    <message>
        <source>&quot;backspool-agent status&quot; tells how it is doing. Files can be restored here all the same.</source>
        <translation>يخبرك الأمر &quot;backspool-agent status&quot; عن حاله. يمكن استعادة الملفات من هنا على أي حال.</translation>
    </message>
    <message>
        <source>Nothing is protected now</source>
        <translation>لا شيء محمي الآن</translation>
    </message>
    <message>
        <source>It goes on by itself then.</source>
        <translation>ثم يتابع النسخ الاحتياطي من تلقاء نفسه.</translation>
    </message>
    <message>
        <source>Nothing is backed up until you resume.</source>
        <translation>لا يُنسخ شيء احتياطيًا حتى تستأنف.</translation>
    </message>
    <message>
        <source>A backup is due. It waits until the battery is above %1 %, or the computer is plugged in.</source>
        <translation>حان وقت نسخة احتياطية. وهي تنتظر حتى تتجاوز البطارية %1 %، أو يوصَل الحاسوب بالكهرباء.</translation>
    </message>
    <message>
        <source>A backup is due. It waits for a network connection that is not metered.</source>
        <translation>حان وقت نسخة احتياطية. وهي تنتظر اتصالًا بالشبكة لا يُحسب بالكمية.</translation>
    </message>
    <message>
        <source>The last attempt did not succeed: %1. The next one: %2.</source>
        <translation>لم تنجح المحاولة الأخيرة: %1. المحاولة التالية: %2.</translation>
    </message>
    <message>
        <source>A backup is due. The computer was busier than %1 %; the next look: %2.</source>
        <translation>حان وقت نسخة احتياطية. كان الحاسوب مشغولًا بأكثر من %1 %؛ الفحص التالي: %2.</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>Today %1</source>
        <translation>اليوم %1</translation>
    </message>
    <message>
        <source>Yesterday %1</source>
        <translation>أمس %1</translation>
    </message>
    <message>
        <source>d MMM</source>
        <extracomment>day and month; see Qt&apos;s QLocale::toString() for the letters</extracomment>
        <translation>d MMM</translation>
    </message>
    <message numerus="yes">
        <source>about %Ln second(s)</source>
        <translation>
            <numerusform>أقل من ثانية</numerusform>
            <numerusform>نحو ثانية واحدة</numerusform>
            <numerusform>نحو ثانيتين</numerusform>
            <numerusform>نحو %Ln ثوانٍ</numerusform>
            <numerusform>نحو %Ln ثانية</numerusform>
            <numerusform>نحو %Ln ثانية</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minute(s)</source>
        <translation>
            <numerusform>أقل من دقيقة</numerusform>
            <numerusform>نحو دقيقة واحدة</numerusform>
            <numerusform>نحو دقيقتين</numerusform>
            <numerusform>نحو %Ln دقائق</numerusform>
            <numerusform>نحو %Ln دقيقة</numerusform>
            <numerusform>نحو %Ln دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s)</source>
        <translation>
            <numerusform>أقل من ساعة</numerusform>
            <numerusform>نحو ساعة واحدة</numerusform>
            <numerusform>نحو ساعتين</numerusform>
            <numerusform>نحو %Ln ساعات</numerusform>
            <numerusform>نحو %Ln ساعة</numerusform>
            <numerusform>نحو %Ln ساعة</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::activity::ActivityModel</name>
    <message>
        <source>No backup: %1</source>
        <translation>لا نسخة احتياطية: %1</translation>
    </message>
    <message>
        <source>Waited: %1</source>
        <translation>انتظر: %1</translation>
    </message>
    <message numerus="yes">
        <source>Done, %Ln to look at</source>
        <comment>files with problems</comment>
        <translation>
            <numerusform>تم، ولا ملفات تحتاج إلى انتباهك</numerusform>
            <numerusform>تم، وملف واحد يحتاج إلى انتباهك</numerusform>
            <numerusform>تم، وملفان يحتاجان إلى انتباهك</numerusform>
            <numerusform>تم، و%Ln ملفات تحتاج إلى انتباهك</numerusform>
            <numerusform>تم، و%Ln ملفًا تحتاج إلى انتباهك</numerusform>
            <numerusform>تم، و%Ln ملف تحتاج إلى انتباهك</numerusform>
        </translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 ث</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>minutes</comment>
        <translation>%1 د</translation>
    </message>
    <message>
        <source>What was read and did not have to be sent: the backup service has it already, or it was made smaller on the way.</source>
        <translation>ما قُرئ ولم تكن هناك حاجة إلى إرساله: هو عند خدمة النسخ الاحتياطي من قبل، أو صُغّر في الطريق.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>What</source>
        <translation>النتيجة</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>المدة</translation>
    </message>
    <message>
        <source>New</source>
        <translation>الجديد</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>المُعدّل</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>المقروء</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>المُرسَل</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>الموفَّر</translation>
    </message>
</context>
<context>
    <name>backspool::activity::ActivityWindow</name>
    <message>
        <source>Activity</source>
        <translation>النشاط</translation>
    </message>
    <message>
        <source>Past backups</source>
        <translation>النسخ الاحتياطية الماضية</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>جارٍ القراءة…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>الملف</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>ما يمكنك فعله</translation>
    </message>
    <message>
        <source>Files to look at</source>
        <translation>ملفات تحتاج إلى انتباهك</translation>
    </message>
    <message>
        <source>Older backups are not shown: %1</source>
        <translation>لا تُعرض النسخ الاحتياطية الأقدم: %1</translation>
    </message>
    <message>
        <source>No backup yet</source>
        <translation>لا نسخة احتياطية بعد</translation>
    </message>
    <message>
        <source>The first one is made by itself, or now if you want.</source>
        <translation>تُنشأ الأولى من تلقاء نفسها، أو الآن إن شئت.</translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>ال&amp;نسخ الاحتياطي الآن</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s), %1 in all</source>
        <translation>
            <numerusform>لا ملفات، %1 إجمالًا</numerusform>
            <numerusform>ملف واحد، %1 إجمالًا</numerusform>
            <numerusform>ملفان، %1 إجمالًا</numerusform>
            <numerusform>%Ln ملفات، %1 إجمالًا</numerusform>
            <numerusform>%Ln ملفًا، %1 إجمالًا</numerusform>
            <numerusform>%Ln ملف، %1 إجمالًا</numerusform>
        </translation>
    </message>
    <message>
        <source>The backup service does not keep it by itself any more.</source>
        <translation>لم تعد خدمة النسخ الاحتياطي تحفظها وحدها.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) to look at, of which these are kept here:</source>
        <translation>
            <numerusform>لا ملفات تحتاج إلى انتباهك، والمحفوظ منها هنا:</numerusform>
            <numerusform>ملف واحد يحتاج إلى انتباهك، والمحفوظ منه هنا:</numerusform>
            <numerusform>ملفان يحتاجان إلى انتباهك، والمحفوظ منهما هنا:</numerusform>
            <numerusform>%Ln ملفات تحتاج إلى انتباهك، والمحفوظ منها هنا:</numerusform>
            <numerusform>%Ln ملفًا تحتاج إلى انتباهك، والمحفوظ منها هنا:</numerusform>
            <numerusform>%Ln ملف تحتاج إلى انتباهك، والمحفوظ منها هنا:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) to look at:</source>
        <translation>
            <numerusform>لا ملفات تحتاج إلى انتباهك:</numerusform>
            <numerusform>ملف واحد يحتاج إلى انتباهك:</numerusform>
            <numerusform>ملفان يحتاجان إلى انتباهك:</numerusform>
            <numerusform>%Ln ملفات تحتاج إلى انتباهك:</numerusform>
            <numerusform>%Ln ملفًا تحتاج إلى انتباهك:</numerusform>
            <numerusform>%Ln ملف تحتاج إلى انتباهك:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be backed up as they were; which ones is kept for this computer&apos;s latest backups only.</source>
        <translation>
            <numerusform>لم يتعذر نسخ أي ملف كما كان؛ ولا تُحفظ الأسماء إلا لأحدث النسخ الاحتياطية لهذا الحاسوب.</numerusform>
            <numerusform>تعذر نسخ ملف واحد كما كان؛ ولا تُحفظ الأسماء إلا لأحدث النسخ الاحتياطية لهذا الحاسوب.</numerusform>
            <numerusform>تعذر نسخ ملفين كما كانا؛ ولا تُحفظ الأسماء إلا لأحدث النسخ الاحتياطية لهذا الحاسوب.</numerusform>
            <numerusform>تعذر نسخ %Ln ملفات كما كانت؛ ولا تُحفظ الأسماء إلا لأحدث النسخ الاحتياطية لهذا الحاسوب.</numerusform>
            <numerusform>تعذر نسخ %Ln ملفًا كما كانت؛ ولا تُحفظ الأسماء إلا لأحدث النسخ الاحتياطية لهذا الحاسوب.</numerusform>
            <numerusform>تعذر نسخ %Ln ملف كما كانت؛ ولا تُحفظ الأسماء إلا لأحدث النسخ الاحتياطية لهذا الحاسوب.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every file is in it as it was.</source>
        <translation>كل ملف فيها كما كان.</translation>
    </message>
    <message>
        <source>(a command)</source>
        <translation>(أمر)</translation>
    </message>
</context>
<context>
    <name>backspool::activity::AmountChart</name>
    <message>
        <source>Amounts of the last backups</source>
        <translation>كميات آخر النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>المُرسَل</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>الموفَّر</translation>
    </message>
    <message>
        <source>up to %1 read</source>
        <translation>قُرئ حتى %1</translation>
    </message>
    <message>
        <source>%1 read, %2 sent</source>
        <translation>قُرئ %1، وأُرسل %2</translation>
    </message>
</context>
<context>
    <name>backspool::browser::ArchiveDialog</name>
    <message>
        <source>Save as archive</source>
        <translation>الحفظ كأرشيف</translation>
    </message>
    <message>
        <source>Saving %1…</source>
        <translation>جارٍ حفظ %1…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>التقدم</translation>
    </message>
    <message>
        <source>What is not in the archive as it was</source>
        <translation>ما ليس في الأرشيف كما كان</translation>
    </message>
    <message numerus="yes">
        <source>Saving %1… %Ln file(s), %2</source>
        <translation>
            <numerusform>جارٍ حفظ %1… لا ملفات، %2</numerusform>
            <numerusform>جارٍ حفظ %1… ملف واحد، %2</numerusform>
            <numerusform>جارٍ حفظ %1… ملفان، %2</numerusform>
            <numerusform>جارٍ حفظ %1… %Ln ملفات، %2</numerusform>
            <numerusform>جارٍ حفظ %1… %Ln ملفًا، %2</numerusform>
            <numerusform>جارٍ حفظ %1… %Ln ملف، %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. No archive was saved.</source>
        <translation>توقف. لم يُحفظ أي أرشيف.</translation>
    </message>
    <message>
        <source>No archive was saved: %1</source>
        <translation>لم يُحفظ أي أرشيف: %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) saved in %1.</source>
        <translation>
            <numerusform>لم يُحفظ أي ملف في %1.</numerusform>
            <numerusform>حُفظ ملف واحد في %1.</numerusform>
            <numerusform>حُفظ ملفان في %1.</numerusform>
            <numerusform>حُفظت %Ln ملفات في %1.</numerusform>
            <numerusform>حُفظ %Ln ملفًا في %1.</numerusform>
            <numerusform>حُفظ %Ln ملف في %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are not in it as they were:</source>
        <translation>
            <numerusform>ليس فيه كما كان: لا ملفات:</numerusform>
            <numerusform>ليس فيه كما كان: ملف واحد:</numerusform>
            <numerusform>ليس فيه كما كان: ملفان:</numerusform>
            <numerusform>ليس فيه كما كان: %Ln ملفات:</numerusform>
            <numerusform>ليس فيه كما كان: %Ln ملفًا:</numerusform>
            <numerusform>ليس فيه كما كان: %Ln ملف:</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>جارٍ الإيقاف…</translation>
    </message>
</context>
<context>
    <name>backspool::browser::BrowserWindow</name>
    <message>
        <source>Restore files</source>
        <translation>استعادة الملفات</translation>
    </message>
    <message>
        <source>Search all backups</source>
        <translation>البحث في كل النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Search all backups by name</source>
        <translation>البحث بالاسم في كل النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>الملفات</translation>
    </message>
    <message>
        <source>Files found</source>
        <translation>الملفات التي عُثر عليها</translation>
    </message>
    <message>
        <source>Show &amp;deleted files</source>
        <translation>إظهار الملفات الم&amp;حذوفة</translation>
    </message>
    <message>
        <source>Also what was in this folder earlier and is gone at this time</source>
        <translation>وكذلك ما كان في هذا المجلد من قبل ولم يعد فيه في هذا الوقت</translation>
    </message>
    <message>
        <source>Restore &amp;to…</source>
        <translation>الاستعادة إ&amp;لى…</translation>
    </message>
    <message>
        <source>Restores into a folder that you choose; your own files stay as they are (Ctrl+Shift+R)</source>
        <translation>يستعيد إلى مجلد تختاره؛ وتبقى ملفاتك كما هي (Ctrl+Shift+R)</translation>
    </message>
    <message>
        <source>&amp;Save as archive…</source>
        <translation>الح&amp;فظ كأرشيف…</translation>
    </message>
    <message>
        <source>Puts what is selected into a zip or tar file, to give away or to keep</source>
        <translation>يضع المحدد في ملف zip أو tar، لتعطيه أو تحتفظ به</translation>
    </message>
    <message>
        <source>Backspool cannot read its own settings</source>
        <translation>لا يستطيع Backspool قراءة إعداداته</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>المحاولة مجددًا</translation>
    </message>
    <message>
        <source>This computer is not backed up yet</source>
        <translation>هذا الحاسوب لا يُنسخ احتياطيًا بعد</translation>
    </message>
    <message>
        <source>Connect it to your backup service, and choose what is to be protected.</source>
        <translation>صِله بخدمة النسخ الاحتياطي لديك، واختر ما يجب حمايته.</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>إعداد…</translation>
    </message>
    <message>
        <source>The backups cannot be shown now</source>
        <translation>لا يمكن عرض النسخ الاحتياطية الآن</translation>
    </message>
    <message>
        <source>Asking the backup service…</source>
        <translation>جارٍ سؤال خدمة النسخ الاحتياطي…</translation>
    </message>
    <message>
        <source>There is no backup yet</source>
        <translation>لا توجد نسخة احتياطية بعد</translation>
    </message>
    <message>
        <source>As soon as the first one is made, your files show here as they were then.</source>
        <translation>ما إن تُنشأ الأولى حتى تظهر ملفاتك هنا كما كانت حينئذ.</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>النسخ الاحتياطي الآن</translation>
    </message>
    <message>
        <source>This folder was not there</source>
        <translation>لم يكن هذا المجلد موجودًا</translation>
    </message>
    <message>
        <source>It is not in the backup of %1. Move the slider below to look at another time.</source>
        <translation>ليس في النسخة الاحتياطية بتاريخ %1. حرّك شريط الزمن في الأسفل لترى وقتًا آخر.</translation>
    </message>
    <message>
        <source>This folder was empty</source>
        <translation>كان هذا المجلد فارغًا</translation>
    </message>
    <message>
        <source>Nothing was in it in the backup of %1. Move the slider below, or show deleted files.</source>
        <translation>لم يكن فيه شيء في النسخة الاحتياطية بتاريخ %1. حرّك شريط الزمن في الأسفل، أو أظهر الملفات المحذوفة.</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>است&amp;عادة</translation>
    </message>
    <message>
        <source>&amp;Restore this folder</source>
        <translation>است&amp;عادة هذا المجلد</translation>
    </message>
    <message>
        <source>Brings what is selected back to its place (Ctrl+R)</source>
        <translation>يعيد المحدد إلى مكانه (Ctrl+R)</translation>
    </message>
    <message>
        <source>Brings all of this folder back to its place (Ctrl+R)</source>
        <translation>يعيد كل هذا المجلد إلى مكانه (Ctrl+R)</translation>
    </message>
    <message>
        <source>Select a file to see its versions and what is in it.</source>
        <translation>حدد ملفًا لترى إصداراته وما فيه.</translation>
    </message>
    <message>
        <source>Press Enter to open this folder.</source>
        <translation>اضغط Enter لفتح هذا المجلد.</translation>
    </message>
    <message>
        <source>an earlier backup</source>
        <translation>نسخة احتياطية سابقة</translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) as of %1</source>
        <translation>
            <numerusform>لا عناصر كما في %1</numerusform>
            <numerusform>عنصر واحد كما في %1</numerusform>
            <numerusform>عنصران كما في %1</numerusform>
            <numerusform>%Ln عناصر كما في %1</numerusform>
            <numerusform>%Ln عنصرًا كما في %1</numerusform>
            <numerusform>%Ln عنصر كما في %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 as of %2</source>
        <translation>%1 كما في %2</translation>
    </message>
    <message>
        <source>Restore into this folder</source>
        <translation>الاستعادة إلى هذا المجلد</translation>
    </message>
    <message>
        <source>Copied: paste them in a file manager</source>
        <translation>نُسخت: الصقها في مدير الملفات</translation>
    </message>
    <message>
        <source>Save as archive</source>
        <translation>الحفظ كأرشيف</translation>
    </message>
    <message>
        <source>Zip archive (*.zip)</source>
        <translation>أرشيف zip (*.zip)</translation>
    </message>
    <message>
        <source>Tar archive (*.tar.zst)</source>
        <translation>أرشيف tar (*.tar.zst)</translation>
    </message>
    <message>
        <source>The search ended: %1</source>
        <translation>انتهى البحث: %1</translation>
    </message>
    <message numerus="yes">
        <source>Searching all backups: %Ln found so far…</source>
        <translation>
            <numerusform>جارٍ البحث في كل النسخ الاحتياطية: لا نتائج حتى الآن…</numerusform>
            <numerusform>جارٍ البحث في كل النسخ الاحتياطية: نتيجة واحدة حتى الآن…</numerusform>
            <numerusform>جارٍ البحث في كل النسخ الاحتياطية: نتيجتان حتى الآن…</numerusform>
            <numerusform>جارٍ البحث في كل النسخ الاحتياطية: %Ln نتائج حتى الآن…</numerusform>
            <numerusform>جارٍ البحث في كل النسخ الاحتياطية: %Ln نتيجة حتى الآن…</numerusform>
            <numerusform>جارٍ البحث في كل النسخ الاحتياطية: %Ln نتيجة حتى الآن…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln found; more of the name shows less.</source>
        <translation>
            <numerusform>لا نتائج؛ اكتب المزيد من الاسم لتقل النتائج.</numerusform>
            <numerusform>أول نتيجة؛ اكتب المزيد من الاسم لتقل النتائج.</numerusform>
            <numerusform>أول نتيجتين؛ اكتب المزيد من الاسم لتقل النتائج.</numerusform>
            <numerusform>أول %Ln نتائج؛ اكتب المزيد من الاسم لتقل النتائج.</numerusform>
            <numerusform>أول %Ln نتيجة؛ اكتب المزيد من الاسم لتقل النتائج.</numerusform>
            <numerusform>أول %Ln نتيجة؛ اكتب المزيد من الاسم لتقل النتائج.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>لا نتائج</numerusform>
            <numerusform>نتيجة واحدة</numerusform>
            <numerusform>نتيجتان</numerusform>
            <numerusform>%Ln نتائج</numerusform>
            <numerusform>%Ln نتيجة</numerusform>
            <numerusform>%Ln نتيجة</numerusform>
        </translation>
    </message>
    <message>
        <source>The backups cannot be searched now</source>
        <translation>لا يمكن البحث في النسخ الاحتياطية الآن</translation>
    </message>
    <message>
        <source>Nothing of that name in any backup</source>
        <translation>لا شيء بهذا الاسم في أي نسخة احتياطية</translation>
    </message>
    <message>
        <source>A part of the name is enough. With * and ? it is a pattern for the whole name: *.odt</source>
        <translation>يكفي جزء من الاسم. ومع * و ? يصبح نمطًا للاسم كله: *.odt</translation>
    </message>
    <message>
        <source>You may not read this folder</source>
        <translation>لا يحق لك قراءة هذا المجلد</translation>
    </message>
    <message>
        <source>You may not read this: its owner has not let you.</source>
        <translation>لا يُسمح لك بقراءة هذا: لم يسمح لك مالكه بذلك.</translation>
    </message>
    <message>
        <source>Press Enter on what you look for to go to it, and to see its versions.</source>
        <translation>اضغط على مفتاح الإدخال عند ما تبحث عنه للانتقال إليه ورؤية إصداراته.</translation>
    </message>
    <message>
        <source>What was deleted at other times is restored next, from the backups that have it.</source>
        <translation>ما حُذف في أوقات أخرى يُستعاد بعد ذلك من النسخ الاحتياطية التي تحتويه.</translation>
    </message>
</context>
<context>
    <name>backspool::browser::Comparing</name>
    <message>
        <source>Compare these t&amp;wo</source>
        <translation>مقارنة هذي&amp;ن الاثنين</translation>
    </message>
    <message>
        <source>&amp;Compare with now</source>
        <translation>م&amp;قارنة بالآن</translation>
    </message>
    <message>
        <source>Shows what changed between the two versions that are selected (Ctrl+D)</source>
        <translation>يُظهر ما تغيّر بين الإصدارين المحددين (Ctrl+D)</translation>
    </message>
    <message>
        <source>Shows what changed between this version and the file as it is now; to compare two versions, select both in the list above (Ctrl+D)</source>
        <translation>يُظهر ما تغيّر بين هذا الإصدار والملف كما هو الآن؛ ولمقارنة إصدارين حددهما معًا في القائمة أعلاه (Ctrl+D)</translation>
    </message>
</context>
<context>
    <name>backspool::browser::ComparisonModel</name>
    <message>
        <source>the same</source>
        <translation>متطابق</translation>
    </message>
    <message>
        <source>only in the later one</source>
        <translation>في الأحدث فقط</translation>
    </message>
    <message>
        <source>only in the earlier one</source>
        <translation>في الأقدم فقط</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>مُعدّل</translation>
    </message>
</context>
<context>
    <name>backspool::browser::ComparisonWindow</name>
    <message>
        <source>Compare %1</source>
        <translation>مقارنة %1</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>التقدم</translation>
    </message>
    <message>
        <source>&amp;Previous change</source>
        <translation>التغيير ال&amp;سابق</translation>
    </message>
    <message>
        <source>Shift+F3 or Alt+Up</source>
        <translation>Shift+F3 أو Alt+سهم لأعلى</translation>
    </message>
    <message>
        <source>&amp;Next change</source>
        <translation>التغيير ال&amp;تالي</translation>
    </message>
    <message>
        <source>F3 or Alt+Down</source>
        <translation>F3 أو Alt+سهم لأسفل</translation>
    </message>
    <message>
        <source>S&amp;maller</source>
        <translation>أ&amp;صغر</translation>
    </message>
    <message>
        <source>Ctrl+-</source>
        <translation>Ctrl+-</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>أ&amp;كبر</translation>
    </message>
    <message>
        <source>Ctrl++</source>
        <translation>Ctrl++</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>م&amp;لاءمة</translation>
    </message>
    <message>
        <source>Shows both pictures whole (Ctrl+0)</source>
        <translation>يُظهر الصورتين كاملتين (Ctrl+0)</translation>
    </message>
    <message>
        <source>As backed up %1</source>
        <translation>كما نُسخ احتياطيًا %1</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>كما هو الآن</translation>
    </message>
    <message>
        <source>changed %1</source>
        <translation>عُدّل %1</translation>
    </message>
    <message>
        <source>Getting the version of %1 from the backup service…</source>
        <translation>جارٍ جلب إصدار %1 من خدمة النسخ الاحتياطي…</translation>
    </message>
    <message>
        <source>Reading the file as it is now…</source>
        <translation>جارٍ قراءة الملف كما هو الآن…</translation>
    </message>
    <message>
        <source>There is no such file now: it was deleted or moved. Restore brings it back.</source>
        <translation>لا يوجد هذا الملف الآن: حُذف أو نُقل. الاستعادة تعيده.</translation>
    </message>
    <message>
        <source>The two cannot be compared: %1</source>
        <translation>لا يمكن مقارنة الاثنين: %1</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>جارٍ المقارنة…</translation>
    </message>
    <message>
        <source>Only the first %1 of each were compared; they are larger.</source>
        <translation>قورن أول %1 فقط من كل منهما؛ فهما أكبر من ذلك.</translation>
    </message>
    <message>
        <source>They are the same so far, and differ in size.</source>
        <translation>هما متطابقان حتى هنا، ويختلفان في الحجم.</translation>
    </message>
    <message>
        <source>They are the same so far.</source>
        <translation>هما متطابقان حتى هنا.</translation>
    </message>
    <message>
        <source>They are the same, byte for byte.</source>
        <translation>هما متطابقان تمامًا، بايتًا ببايت.</translation>
    </message>
    <message>
        <source>The words are the same; only how the lines end differs.</source>
        <translation>الكلمات هي نفسها؛ ويختلف انتهاء السطور فقط.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s)</source>
        <translation>
            <numerusform>لا تغييرات</numerusform>
            <numerusform>تغيير واحد</numerusform>
            <numerusform>تغييران</numerusform>
            <numerusform>%Ln تغييرات</numerusform>
            <numerusform>%Ln تغييرًا</numerusform>
            <numerusform>%Ln تغيير</numerusform>
        </translation>
    </message>
    <message>
        <source>They differ so much that not all they have in common was found.</source>
        <translation>يختلفان كثيرًا حتى إنه لم يُعثر على كل ما يشتركان فيه.</translation>
    </message>
    <message>
        <source>What is in them cannot be shown side by side. The first difference is at byte %1 of %2 and %3.</source>
        <translation>لا يمكن عرض محتواهما جنبًا إلى جنب. أول اختلاف عند البايت %1 من %2 و%3.</translation>
    </message>
    <message>
        <source>Change %1 of %2</source>
        <translation>التغيير %1 من %2</translation>
    </message>
</context>
<context>
    <name>backspool::browser::FolderModel</name>
    <message>
        <source>new</source>
        <translation>جديد</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>مُعدّل</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>محذوف</translation>
    </message>
    <message>
        <source>was being written during the backup</source>
        <translation>كان يُكتب أثناء النسخ الاحتياطي</translation>
    </message>
    <message>
        <source>could not be read; this is an earlier state</source>
        <translation>تعذرت قراءته؛ هذه حالة سابقة</translation>
    </message>
    <message>
        <source>you may not read it</source>
        <translation>لا يُسمح لك بقراءته</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>تاريخ التعديل</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>الإصدارات</translation>
    </message>
</context>
<context>
    <name>backspool::browser::HandOutDialog</name>
    <message>
        <source>Drag files</source>
        <translation>سحب الملفات</translation>
    </message>
    <message>
        <source>Copy files</source>
        <translation>نسخ الملفات</translation>
    </message>
    <message>
        <source>Getting the files from the backup…</source>
        <translation>جارٍ جلب الملفات من النسخة الاحتياطية…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>التقدم</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>ن&amp;سخ</translation>
    </message>
    <message>
        <source>Puts the files on the clipboard, to be pasted in a file manager</source>
        <translation>يضع الملفات في الحافظة، لتُلصق في مدير الملفات</translation>
    </message>
    <message numerus="yes">
        <source>Getting the files from the backup… %Ln file(s), %1</source>
        <translation>
            <numerusform>جارٍ جلب الملفات من النسخة الاحتياطية… لا ملفات، %1</numerusform>
            <numerusform>جارٍ جلب الملفات من النسخة الاحتياطية… ملف واحد، %1</numerusform>
            <numerusform>جارٍ جلب الملفات من النسخة الاحتياطية… ملفان، %1</numerusform>
            <numerusform>جارٍ جلب الملفات من النسخة الاحتياطية… %Ln ملفات، %1</numerusform>
            <numerusform>جارٍ جلب الملفات من النسخة الاحتياطية… %Ln ملفًا، %1</numerusform>
            <numerusform>جارٍ جلب الملفات من النسخة الاحتياطية… %Ln ملف، %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The files could not be had from the backup: %1</source>
        <translation>تعذر جلب الملفات من النسخة الاحتياطية: %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be had, the first is %1</source>
        <translation>
            <numerusform>لم يتعذر جلب أي ملف %1</numerusform>
            <numerusform>تعذر جلب ملف واحد، هو %1</numerusform>
            <numerusform>تعذر جلب ملفين، أولهما %1</numerusform>
            <numerusform>تعذر جلب %Ln ملفات، أولها %1</numerusform>
            <numerusform>تعذر جلب %Ln ملفًا، أولها %1</numerusform>
            <numerusform>تعذر جلب %Ln ملف، أولها %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The files are on the clipboard.</source>
        <translation>الملفات في الحافظة.</translation>
    </message>
    <message>
        <source>The files are ready: drag them from here to where you want them, or copy them and paste them there.</source>
        <translation>الملفات جاهزة: اسحبها من هنا إلى حيث تريدها، أو انسخها والصقها هناك.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>جارٍ الإيقاف…</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>لا يوجد منها شيء</translation>
    </message>
</context>
<context>
    <name>backspool::browser::HistoryPane</name>
    <message>
        <source>&amp;Earlier</source>
        <translation>الأقد&amp;م</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>الأح&amp;دث</translation>
    </message>
    <message>
        <source>To the backup before (Ctrl+Left)</source>
        <translation>إلى النسخة الاحتياطية السابقة (Ctrl+سهم لليسار)</translation>
    </message>
    <message>
        <source>To the backup after (Ctrl+Right)</source>
        <translation>إلى النسخة الاحتياطية التالية (Ctrl+سهم لليمين)</translation>
    </message>
    <message>
        <source>Show the files as of</source>
        <translation>إظهار الملفات كما في</translation>
    </message>
    <message>
        <source>Type or choose a date to see the files as they were then</source>
        <translation>اكتب تاريخًا أو اختره لترى الملفات كما كانت حينئذ</translation>
    </message>
    <message>
        <source>Files &amp;as of</source>
        <translation>الملفات &amp;كما في</translation>
    </message>
</context>
<context>
    <name>backspool::browser::HistorySlider</name>
    <message>
        <source>Time of the backup</source>
        <translation>وقت النسخة الاحتياطية</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) in this folder</source>
        <translation>
            <numerusform>لا تغييرات في هذا المجلد</numerusform>
            <numerusform>تغيير واحد في هذا المجلد</numerusform>
            <numerusform>تغييران في هذا المجلد</numerusform>
            <numerusform>%Ln تغييرات في هذا المجلد</numerusform>
            <numerusform>%Ln تغييرًا في هذا المجلد</numerusform>
            <numerusform>%Ln تغيير في هذا المجلد</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::PathBar</name>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>تقدم</translation>
    </message>
    <message>
        <source>Up one folder</source>
        <translation>مجلد واحد لأعلى</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>المنزل</translation>
    </message>
</context>
<context>
    <name>backspool::browser::PicturePair</name>
    <message>
        <source>The earlier picture</source>
        <translation>الصورة الأقدم</translation>
    </message>
    <message>
        <source>The later picture</source>
        <translation>الصورة الأحدث</translation>
    </message>
</context>
<context>
    <name>backspool::browser::PlaceList</name>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>المنزل</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>الأماكن</translation>
    </message>
</context>
<context>
    <name>backspool::browser::PreviewPane</name>
    <message>
        <source>Text of the selected version</source>
        <translation>نص الإصدار المحدد</translation>
    </message>
    <message>
        <source>Picture of the selected version</source>
        <translation>صورة الإصدار المحدد</translation>
    </message>
    <message>
        <source>A link to %1</source>
        <translation>رابط إلى %1</translation>
    </message>
    <message>
        <source>No preview of this kind of file.</source>
        <translation>لا معاينة لهذا النوع من الملفات.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>الملف فارغ.</translation>
    </message>
    <message>
        <source>This version cannot be shown: %1</source>
        <translation>لا يمكن عرض هذا الإصدار: %1</translation>
    </message>
    <message>
        <source>No preview of this kind of file. It can be restored all the same.</source>
        <translation>لا معاينة لهذا النوع من الملفات. يمكن استعادته على أي حال.</translation>
    </message>
</context>
<context>
    <name>backspool::browser::RestoreDialog</name>
    <message>
        <source>Restore</source>
        <translation>استعادة</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>التقدم</translation>
    </message>
    <message>
        <source>Already there</source>
        <translation>موجود من قبل</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>تاريخ التعديل</translation>
    </message>
    <message>
        <source>Files that are in the way</source>
        <translation>الملفات التي في الطريق</translation>
    </message>
    <message>
        <source>&amp;Keep both</source>
        <translation>إبقاء ال&amp;اثنين</translation>
    </message>
    <message>
        <source>The restored file gets a name of its own beside the other.</source>
        <translation>يحصل الملف المستعاد على اسم خاص به بجانب الآخر.</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>است&amp;بدال</translation>
    </message>
    <message>
        <source>What is there now is replaced.</source>
        <translation>يُستبدل ما هو موجود الآن.</translation>
    </message>
    <message>
        <source>&amp;Leave them</source>
        <translation>&amp;تركها</translation>
    </message>
    <message>
        <source>Only what is missing is restored.</source>
        <translation>يُستعاد الناقص فقط.</translation>
    </message>
    <message>
        <source>Looking at what is there already…</source>
        <translation>جارٍ فحص ما هو موجود…</translation>
    </message>
    <message>
        <source>Restoring %1…</source>
        <translation>جارٍ استعادة %1…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>لا ملفات</numerusform>
            <numerusform>ملف واحد</numerusform>
            <numerusform>ملفان</numerusform>
            <numerusform>%Ln ملفات</numerusform>
            <numerusform>%Ln ملفًا</numerusform>
            <numerusform>%Ln ملف</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a time</comment>
        <translation>بقي %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that would be restored exist already and are different. What shall become of what is there now?</source>
        <translation>
            <numerusform>لا ملفات في الطريق. ماذا يُفعل بما هو موجود الآن؟</numerusform>
            <numerusform>ملف واحد كان سيُستعاد موجود من قبل وهو مختلف. ماذا يُفعل بما هو موجود الآن؟</numerusform>
            <numerusform>ملفان كانا سيُستعادان موجودان من قبل وهما مختلفان. ماذا يُفعل بما هو موجود الآن؟</numerusform>
            <numerusform>%Ln ملفات كانت ستُستعاد موجودة من قبل وهي مختلفة. ماذا يُفعل بما هو موجود الآن؟</numerusform>
            <numerusform>%Ln ملفًا كانت ستُستعاد موجودة من قبل وهي مختلفة. ماذا يُفعل بما هو موجود الآن؟</numerusform>
            <numerusform>%Ln ملف كانت ستُستعاد موجودة من قبل وهي مختلفة. ماذا يُفعل بما هو موجود الآن؟</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>جارٍ الإيقاف…</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;متابعة</translation>
    </message>
</context>
<context>
    <name>backspool::browser::RestoreResultPage</name>
    <message>
        <source>left as it is</source>
        <translation>تُرك كما هو</translation>
    </message>
    <message>
        <source>not restored</source>
        <translation>لم يُستعد</translation>
    </message>
    <message>
        <source>restored, but not all about it</source>
        <translation>استعيد، لكن ليس بكل ما يخصه</translation>
    </message>
    <message>
        <source>&amp;Show folder</source>
        <translation>إ&amp;ظهار المجلد</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>ت&amp;راجع</translation>
    </message>
    <message>
        <source>File</source>
        <translation>الملف</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>ماذا حدث</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>What was not restored</source>
        <translation>ما لم يُستعد</translation>
    </message>
    <message>
        <source>Takes away what was restored, and brings back what was replaced. What you changed after the restore stays.</source>
        <translation>يزيل ما استعيد، ويعيد ما استُبدل. ويبقى ما غيّرته بعد الاستعادة.</translation>
    </message>
    <message>
        <source>The restore was stopped. What was restored until then is whole and stays.</source>
        <translation>أُوقفت الاستعادة. ما استعيد حتى ذلك الحين كامل ويبقى.</translation>
    </message>
    <message>
        <source>The restore ended before it was done: %1

What was restored until then is whole. Start it again, and it goes on where it was.</source>
        <translation>انتهت الاستعادة قبل أن تكتمل: %1

ما استعيد حتى ذلك الحين كامل. ابدأها مجددًا فتواصل من حيث وصلت.</translation>
    </message>
    <message>
        <source>Everything was there already, as it was then.</source>
        <translation>كان كل شيء موجودًا كما كان حينئذ.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) restored.</source>
        <translation>
            <numerusform>لم يُستعد أي ملف.</numerusform>
            <numerusform>استعيد ملف واحد.</numerusform>
            <numerusform>استعيد ملفان.</numerusform>
            <numerusform>استعيدت %Ln ملفات.</numerusform>
            <numerusform>استعيد %Ln ملفًا.</numerusform>
            <numerusform>استعيد %Ln ملف.</numerusform>
        </translation>
    </message>
    <message>
        <source>The folder is %1</source>
        <translation>المجلد هو %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) were right already.</source>
        <translation>
            <numerusform>لم يكن أي ملف صحيحًا من قبل.</numerusform>
            <numerusform>كان ملف واحد صحيحًا من قبل.</numerusform>
            <numerusform>كان ملفان صحيحين من قبل.</numerusform>
            <numerusform>كانت %Ln ملفات صحيحة من قبل.</numerusform>
            <numerusform>كان %Ln ملفًا صحيحًا من قبل.</numerusform>
            <numerusform>كان %Ln ملف صحيحًا من قبل.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are not as they were then:</source>
        <translation>
            <numerusform>لا ملفات تختلف عما كانت عليه:</numerusform>
            <numerusform>ملف واحد ليس كما كان:</numerusform>
            <numerusform>ملفان ليسا كما كانا:</numerusform>
            <numerusform>%Ln ملفات ليست كما كانت:</numerusform>
            <numerusform>%Ln ملفًا ليست كما كانت:</numerusform>
            <numerusform>%Ln ملف ليست كما كانت:</numerusform>
        </translation>
    </message>
    <message>
        <source>what was there is kept</source>
        <translation>ما كان هناك محفوظ</translation>
    </message>
    <message>
        <source>as %1</source>
        <translation>باسم %1</translation>
    </message>
    <message>
        <source>Undoing the restore…</source>
        <translation>جارٍ التراجع عن الاستعادة…</translation>
    </message>
    <message>
        <source>The restore cannot be undone: %1</source>
        <translation>لا يمكن التراجع عن الاستعادة: %1</translation>
    </message>
    <message>
        <source>The restore is undone.</source>
        <translation>تم التراجع عن الاستعادة.</translation>
    </message>
    <message>
        <source>The restore is undone, but not all of it.</source>
        <translation>تم التراجع عن الاستعادة، لكن ليس عنها كلها.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that were replaced are back.</source>
        <translation>
            <numerusform>لم يعد أي ملف كان قد استُبدل.</numerusform>
            <numerusform>عاد ملف واحد كان قد استُبدل.</numerusform>
            <numerusform>عاد ملفان كانا قد استُبدلا.</numerusform>
            <numerusform>عادت %Ln ملفات كانت قد استُبدلت.</numerusform>
            <numerusform>عاد %Ln ملفًا كانت قد استُبدلت.</numerusform>
            <numerusform>عاد %Ln ملف كانت قد استُبدلت.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln restored file(s) are gone again.</source>
        <translation>
            <numerusform>لم يُزل أي ملف مستعاد.</numerusform>
            <numerusform>أُزيل ملف مستعاد واحد.</numerusform>
            <numerusform>أُزيل ملفان مستعادان.</numerusform>
            <numerusform>أُزيلت %Ln ملفات مستعادة.</numerusform>
            <numerusform>أُزيل %Ln ملفًا مستعادًا.</numerusform>
            <numerusform>أُزيل %Ln ملف مستعاد.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Permissions and times of %Ln file(s) or folder(s) are as before.</source>
        <translation>
            <numerusform>لم تُعد أذونات أي ملف أو مجلد ولا أوقاته.</numerusform>
            <numerusform>عادت أذونات ملف أو مجلد واحد وأوقاته كما كانت.</numerusform>
            <numerusform>عادت أذونات ملفين أو مجلدين وأوقاتهما كما كانت.</numerusform>
            <numerusform>عادت أذونات %Ln ملفات أو مجلدات وأوقاتها كما كانت.</numerusform>
            <numerusform>عادت أذونات %Ln ملفًا أو مجلدًا وأوقاتها كما كانت.</numerusform>
            <numerusform>عادت أذونات %Ln ملف أو مجلد وأوقاتها كما كانت.</numerusform>
        </translation>
    </message>
    <message>
        <source>not undone</source>
        <translation>لم يُتراجع عنه</translation>
    </message>
    <message>
        <source>it was changed after the restore, and stays</source>
        <translation>تغيّر بعد الاستعادة، ويبقى كما هو</translation>
    </message>
    <message>
        <source>it belongs to a database that was changed after the restore</source>
        <translation>ينتمي إلى قاعدة بيانات تغيّرت بعد الاستعادة</translation>
    </message>
    <message>
        <source>something is in the folder that the restore did not bring; it stays</source>
        <translation>في المجلد شيء لم تأتِ به الاستعادة؛ لذلك يبقى</translation>
    </message>
    <message>
        <source>what was there before is not kept any more</source>
        <translation>ما كان هناك من قبل لم يعد محفوظًا</translation>
    </message>
    <message>
        <source>what was kept is something else by now</source>
        <translation>ما حُفظ صار شيئًا آخر</translation>
    </message>
    <message>
        <source>%1; what was there before is beside it, as %2</source>
        <translation>%1؛ وما كان هناك من قبل موجود بجانبه باسم %2</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>التقدم</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>إ&amp;يقاف</translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a time</comment>
        <translation>بقي %1</translation>
    </message>
    <message>
        <source>&amp;Go on undoing</source>
        <translation>&amp;متابعة التراجع</translation>
    </message>
    <message>
        <source>The undoing was stopped. Some of the restore is undone, and the rest is as it was restored.</source>
        <translation>أُوقف التراجع. جزء من الاستعادة تُراجع عنه، والباقي كما استُعيد.</translation>
    </message>
    <message>
        <source>The undoing ended before it was done: %1

Some of the restore is undone, and the rest is as it was restored.</source>
        <translation>انتهى التراجع قبل أن يكتمل: %1

جزء من الاستعادة تُراجع عنه، والباقي كما استُعيد.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln folder(s) restored.</source>
        <translation>
            <numerusform>لم يُستعد أي مجلد.</numerusform>
            <numerusform>استُعيد مجلد واحد.</numerusform>
            <numerusform>استُعيد مجلدان.</numerusform>
            <numerusform>استُعيدت %Ln مجلدات.</numerusform>
            <numerusform>استُعيد %Ln مجلدًا.</numerusform>
            <numerusform>استُعيد %Ln مجلد.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backspool::browser::SearchResults</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>المجلد</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>newest backup</source>
        <translation>أحدث نسخة احتياطية</translation>
    </message>
    <message>
        <source>It is in the newest backup.</source>
        <translation>موجود في أحدث نسخة احتياطية.</translation>
    </message>
    <message>
        <source>Deleted since then; the last backup that has it: %1</source>
        <translation>حُذف بعد ذلك؛ آخر نسخة احتياطية تحتويه: %1</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>آخر ظهور</translation>
    </message>
</context>
<context>
    <name>backspool::browser::TextComparisonView</name>
    <message>
        <source>Both versions, line by line</source>
        <translation>الإصداران، سطرًا بسطر</translation>
    </message>
    <message>
        <source>The selected line in both versions</source>
        <translation>السطر المحدد في الإصدارين</translation>
    </message>
</context>
<context>
    <name>backspool::browser::VersionList</name>
    <message>
        <source>As it was</source>
        <translation>كما كان</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>تاريخ التعديل</translation>
    </message>
    <message>
        <source>Versions of the selected file</source>
        <translation>إصدارات الملف المحدد</translation>
    </message>
    <message>
        <source>newest backup</source>
        <translation>أحدث نسخة احتياطية</translation>
    </message>
    <message>
        <source>in the backups from %1 to %2</source>
        <translation>في النسخ الاحتياطية من %1 إلى %2</translation>
    </message>
</context>
<context>
    <name>backspool::settings::ApplicationPage</name>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>How it is protected</source>
        <translation>كيف تُحمى</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>آخر نسخة احتياطية</translation>
    </message>
    <message>
        <source>Databases that are known</source>
        <translation>قواعد البيانات المعروفة</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>المجلد</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>الملفات</translation>
    </message>
    <message>
        <source>From</source>
        <translation>المصدر</translation>
    </message>
    <message>
        <source>Your own groups of files</source>
        <translation>مجموعات ملفاتك الخاصة</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>إ&amp;ضافة…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;تعديل…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>إ&amp;زالة</translation>
    </message>
    <message>
        <source>A database is found by itself, wherever it is, and comes into a backup as it was at one moment.</source>
        <translation>يُعثر على قاعدة البيانات تلقائيًا أينما كانت، وتدخل النسخة الاحتياطية كما كانت في لحظة واحدة.</translation>
    </message>
    <message>
        <source>Other files that belong together</source>
        <translation>ملفات أخرى يكمل بعضها بعضًا</translation>
    </message>
    <message>
        <source>Cloned, or guarded</source>
        <translation>بالاستنساخ، أو بالمراقبة</translation>
    </message>
    <message>
        <source>A clone is made where the file system can do that (btrfs, XFS). Else what is overwritten during the backup is put aside first, where the system lets it; else it is read again when it changed meanwhile.</source>
        <translation>تُصنع نسخة مطابقة حيث يستطيع نظام الملفات ذلك (btrfs، XFS). وإلا يوضع جانبًا أولًا ما يُكتب فوقه أثناء النسخ الاحتياطي، حيث يسمح النظام بذلك؛ وإلا يُقرأ مجددًا ما تغيّر في الأثناء.</translation>
    </message>
    <message>
        <source>SQLite (most programs)</source>
        <translation>SQLite (معظم البرامج)</translation>
    </message>
    <message>
        <source>Under its own read locks</source>
        <translation>تحت أقفال القراءة الخاصة بها</translation>
    </message>
    <message>
        <source>It comes into a backup as it was after one whole transaction. The program that uses it waits for some seconds at most.</source>
        <translation>تدخل النسخة الاحتياطية كما كانت بعد معاملة كاملة. وينتظر البرنامج الذي يستخدمها بضع ثوانٍ على الأكثر.</translation>
    </message>
    <message>
        <source>In the server&apos;s own mode</source>
        <translation>بالوضع الخاص بالخادم</translation>
    </message>
    <message>
        <source>The server is asked to begin a backup, and goes on working. What is restored recovers by itself when it is started.</source>
        <translation>يُطلب من الخادم أن يبدأ نسخة احتياطية، ويواصل عمله. وما يُستعاد يصلح نفسه بنفسه عند تشغيله.</translation>
    </message>
    <message>
        <source>Not while the server runs</source>
        <translation>ليس أثناء عمل الخادم</translation>
    </message>
    <message>
        <source>Let the server keep a dump in a folder that is protected (mariadb-dump): its files alone are no backup of it.</source>
        <translation>اجعل الخادم يحفظ نسخة مصدَّرة في مجلد محمي (mariadb-dump): فملفاته وحدها ليست نسخة احتياطية له.</translation>
    </message>
    <message>
        <source>Disks of virtual machines</source>
        <translation>أقراص الأجهزة الافتراضية</translation>
    </message>
    <message numerus="yes">
        <source>%Ln not of one moment</source>
        <translation>
            <numerusform>كلها من لحظة واحدة</numerusform>
            <numerusform>واحدة ليست من لحظة واحدة</numerusform>
            <numerusform>اثنتان ليستا من لحظة واحدة</numerusform>
            <numerusform>%Ln ليست من لحظة واحدة</numerusform>
            <numerusform>%Ln ليست من لحظة واحدة</numerusform>
            <numerusform>%Ln ليست من لحظة واحدة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln protected</source>
        <translation>
            <numerusform>لا شيء محمي</numerusform>
            <numerusform>واحدة محمية</numerusform>
            <numerusform>اثنتان محميتان</numerusform>
            <numerusform>%Ln محمية</numerusform>
            <numerusform>%Ln محمية</numerusform>
            <numerusform>%Ln محمية</numerusform>
        </translation>
    </message>
    <message>
        <source>For all computers</source>
        <translation>لكل الحواسيب</translation>
    </message>
    <message>
        <source>For this computer</source>
        <translation>لهذا الحاسوب</translation>
    </message>
    <message>
        <source>You</source>
        <translation>أنت</translation>
    </message>
    <message>
        <source>None. Add one when a program keeps its data in several files that are only good together.</source>
        <translation>لا شيء. أضف مجموعة عندما يحفظ برنامج بياناته في عدة ملفات لا تصلح إلا معًا.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::ExclusionPage</name>
    <message>
        <source>&amp;Add</source>
        <translation>إ&amp;ضافة</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>إ&amp;زالة</translation>
    </message>
    <message>
        <source>Patterns of what is left out</source>
        <translation>أنماط ما يُستثنى</translation>
    </message>
    <message>
        <source>&amp;Pattern:</source>
        <translation>ال&amp;نمط:</translation>
    </message>
    <message>
        <source>*.iso, Downloads/, or a whole path</source>
        <translation>*.iso أو Downloads/ أو مسار كامل</translation>
    </message>
    <message>
        <source>Leave out the &amp;usual: caches, trash, temporary files</source>
        <translation>استثناء ال&amp;معتاد: ذاكرات التخزين المؤقت وسلة المهملات والملفات المؤقتة</translation>
    </message>
    <message>
        <source>Leave out what is in folders that programs have &amp;marked as caches</source>
        <translation>استثناء ما في المجلدات التي علّمتها البرامج على أنها ذاكرة &amp;تخزين مؤقت</translation>
    </message>
    <message>
        <source>Leave out other &amp;disks and network folders</source>
        <translation>استثناء الأ&amp;قراص الأخرى ومجلدات الشبكة</translation>
    </message>
    <message>
        <source>Leave out files &amp;larger than</source>
        <translation>استثناء الملفات الأ&amp;كبر من</translation>
    </message>
    <message>
        <source>Leave out files that have not changed &amp;for</source>
        <translation>استثناء الملفات التي لم تتغير من&amp;ذ</translation>
    </message>
    <message>
        <source>No pattern leaves anything out.</source>
        <translation>لا نمط يستثني شيئًا.</translation>
    </message>
    <message>
        <source>A file counts with the last pattern that matches it.</source>
        <translation>يُحسب الملف مع آخر نمط ينطبق عليه.</translation>
    </message>
    <message>
        <source>Counting what each of them leaves out…</source>
        <translation>جارٍ حساب ما يستثنيه كل منها…</translation>
    </message>
</context>
<context>
    <name>backspool::settings::GeneralPage</name>
    <message>
        <source>&amp;Start Backspool when I log in</source>
        <translation>&amp;بدء Backspool عندما أسجّل الدخول</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>مثل سطح المكتب</translation>
    </message>
    <message>
        <source>Backspool speaks it from its next start.</source>
        <translation>يتحدثها Backspool ابتداءً من تشغيله التالي.</translation>
    </message>
    <message>
        <source>While it does not run, no backups are made.</source>
        <translation>ما دام لا يعمل، لا تُنشأ نسخ احتياطية.</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>ال&amp;لغة</translation>
    </message>
    <message>
        <source>The language cannot be kept: the folder for settings is not to be written.</source>
        <translation>لا يمكن حفظ اللغة: لا يمكن الكتابة في مجلد الإعدادات.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::GroupDialog</name>
    <message>
        <source>Files that belong together</source>
        <translation>ملفات يكمل بعضها بعضًا</translation>
    </message>
    <message>
        <source>Some programs keep their data in several files that are only good together. Name them here, and a backup has all of them as they were at one moment.</source>
        <translation>تحفظ بعض البرامج بياناتها في عدة ملفات لا تصلح إلا معًا. سمّها هنا، فتكون كلها في النسخة الاحتياطية كما كانت في لحظة واحدة.</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>ا&amp;ختيار…</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>الا&amp;سم</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>ال&amp;مجلد</translation>
    </message>
    <message>
        <source>The folder of these files</source>
        <translation>مجلد هذه الملفات</translation>
    </message>
    <message>
        <source>Give it a name, such as that of the program.</source>
        <translation>أعطها اسمًا، كاسم البرنامج مثلًا.</translation>
    </message>
    <message>
        <source>Name the folder by its whole path, such as /home/anna/accounts.</source>
        <translation>سمّ المجلد بمساره الكامل، مثل /home/anna/accounts.</translation>
    </message>
    <message>
        <source>That cannot be used: it %1.</source>
        <translation>لا يمكن استخدام هذا: it %1.</translation>
    </message>
    <message>
        <source>F&amp;iles in it, one a line</source>
        <translation>الملفات فيه، واحد في كل &amp;سطر</translation>
    </message>
    <message>
        <source>Name the files, one a line: *.idx</source>
        <translation>سمِّ الملفات، واحدًا في كل سطر: *.idx</translation>
    </message>
</context>
<context>
    <name>backspool::settings::PatternModel</name>
    <message>
        <source>Usual list</source>
        <translation>القائمة المعتادة</translation>
    </message>
    <message>
        <source>For all computers</source>
        <translation>لكل الحواسيب</translation>
    </message>
    <message>
        <source>For this computer</source>
        <translation>لهذا الحاسوب</translation>
    </message>
    <message>
        <source>You, in policy.json</source>
        <translation>أنت، في policy.json</translation>
    </message>
    <message>
        <source>You</source>
        <translation>أنت</translation>
    </message>
    <message>
        <source>Takes in again what a pattern before it leaves out.</source>
        <translation>يضم مجددًا ما يستثنيه نمط قبله.</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>النمط</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>الملفات</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>From</source>
        <translation>المصدر</translation>
    </message>
</context>
<context>
    <name>backspool::settings::PolicyFieldEdit</name>
    <message>
        <source>Unit of: %1</source>
        <translation>وحدة: %1</translation>
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
        <translation>بايت</translation>
    </message>
    <message numerus="yes">
        <source>second(s)</source>
        <extracomment>behind a box with the number</extracomment>
        <translation>
            <numerusform>ثانية</numerusform>
            <numerusform>ثانية</numerusform>
            <numerusform>ثانية</numerusform>
            <numerusform>ثوانٍ</numerusform>
            <numerusform>ثانية</numerusform>
            <numerusform>ثانية</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>minute(s)</source>
        <translation>
            <numerusform>دقيقة</numerusform>
            <numerusform>دقيقة</numerusform>
            <numerusform>دقيقة</numerusform>
            <numerusform>دقائق</numerusform>
            <numerusform>دقيقة</numerusform>
            <numerusform>دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>hour(s)</source>
        <translation>
            <numerusform>ساعة</numerusform>
            <numerusform>ساعة</numerusform>
            <numerusform>ساعة</numerusform>
            <numerusform>ساعات</numerusform>
            <numerusform>ساعة</numerusform>
            <numerusform>ساعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>day(s)</source>
        <translation>
            <numerusform>يوم</numerusform>
            <numerusform>يوم</numerusform>
            <numerusform>يوم</numerusform>
            <numerusform>أيام</numerusform>
            <numerusform>يومًا</numerusform>
            <numerusform>يوم</numerusform>
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
        <translation>استثناه مسؤول (&quot;%1&quot;).</translation>
    </message>
    <message>
        <source>Left out by &quot;%1&quot;.</source>
        <translation>استثناه &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>What is left out for its size or age, as a cache or as being on another disk is ticked here all the same; the sum does not count it.</source>
        <translation>ما يُستبعد لحجمه أو قِدمه أو لأنه ذاكرة مخبّأة أو على قرص آخر يظهر هنا معلَّمًا مع ذلك؛ والمجموع لا يحسبه.</translation>
    </message>
    <message>
        <source>on the network</source>
        <translation>على الشبكة</translation>
    </message>
    <message>
        <source>How much is in folders on the network is not counted.</source>
        <translation>لا يُحسب مقدار ما في المجلدات التي على الشبكة.</translation>
    </message>
    <message>
        <source>All that is in it now, also what is left out; below the list is what will be backed up.</source>
        <translation>كل ما فيه الآن، حتى المستبعد؛ وتحت القائمة ما سيُنسخ احتياطيًا.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::ProtectionPage</name>
    <message>
        <source>Home folder</source>
        <translation>مجلد المنزل</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>&amp;Tick what is to be protected. New files in a ticked folder are protected by themselves.</source>
        <translation>&amp;حدد بعلامة ما يجب حمايته. والملفات الجديدة في مجلد عليه علامة تُحمى تلقائيًا.</translation>
    </message>
    <message>
        <source>What is protected</source>
        <translation>ما هو محمي</translation>
    </message>
    <message>
        <source>Nothing is protected. Tick your home folder: it has your documents, pictures and settings.</source>
        <translation>لا شيء محمي. ضع علامة على مجلد المنزل: ففيه مستنداتك وصورك وإعداداتك.</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>جارٍ الحساب…</translation>
    </message>
    <message numerus="yes">
        <source>Protected: %1 in %Ln file(s)</source>
        <translation>
            <numerusform>المحمي: %1 بلا ملفات</numerusform>
            <numerusform>المحمي: %1 في ملف واحد</numerusform>
            <numerusform>المحمي: %1 في ملفين</numerusform>
            <numerusform>المحمي: %1 في %Ln ملفات</numerusform>
            <numerusform>المحمي: %1 في %Ln ملفًا</numerusform>
            <numerusform>المحمي: %1 في %Ln ملف</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, still counting…</source>
        <translation>%1، والحساب مستمر…</translation>
    </message>
    <message numerus="yes">
        <source>Left out for size or age, as a cache or on another disk: %1 in %Ln file(s)</source>
        <translation>
            <numerusform>المستبعد لحجمه أو قِدمه أو لأنه ذاكرة مخبّأة أو على قرص آخر: %1 بلا ملفات</numerusform>
            <numerusform>المستبعد لحجمه أو قِدمه أو لأنه ذاكرة مخبّأة أو على قرص آخر: %1 في ملف واحد</numerusform>
            <numerusform>المستبعد لحجمه أو قِدمه أو لأنه ذاكرة مخبّأة أو على قرص آخر: %1 في ملفين</numerusform>
            <numerusform>المستبعد لحجمه أو قِدمه أو لأنه ذاكرة مخبّأة أو على قرص آخر: %1 في %Ln ملفات</numerusform>
            <numerusform>المستبعد لحجمه أو قِدمه أو لأنه ذاكرة مخبّأة أو على قرص آخر: %1 في %Ln ملفًا</numerusform>
            <numerusform>المستبعد لحجمه أو قِدمه أو لأنه ذاكرة مخبّأة أو على قرص آخر: %1 في %Ln ملف</numerusform>
        </translation>
    </message>
    <message>
        <source>Folders on the network are protected too, and are not counted here.</source>
        <translation>المجلدات التي على الشبكة محمية أيضًا، ولا تُحسب هنا.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::SchedulePage</name>
    <message>
        <source>S&amp;ooner, when so much was written:</source>
        <translation>أ&amp;بكر، عندما يُكتب هذا القدر:</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>النسخ الاحتياطي</translation>
    </message>
    <message>
        <source>&amp;Every</source>
        <translation>&amp;كل</translation>
    </message>
    <message>
        <source>&amp;At once, when a backup was missed while the computer slept or was off</source>
        <translation>&amp;فورًا، إذا فاتت نسخة احتياطية لأن الحاسوب كان في وضع السكون أو مطفأ</translation>
    </message>
    <message>
        <source>Hold back</source>
        <translation>الانتظار</translation>
    </message>
    <message>
        <source>On &amp;battery with less than</source>
        <translation>عند العمل بالبطا&amp;رية وفيها أقل من</translation>
    </message>
    <message>
        <source>On &amp;connections that cost by the amount, such as a phone&apos;s</source>
        <translation>على الا&amp;تصالات التي تُحسب بالكمية، كاتصال الهاتف</translation>
    </message>
    <message>
        <source>While the computer is busie&amp;r than</source>
        <translation>ما دام الحاسوب مش&amp;غولًا بأكثر من</translation>
    </message>
    <message>
        <source>What is written cannot be counted on this computer now; only the time counts.</source>
        <translation>لا يمكن حساب ما يُكتب على هذا الحاسوب الآن؛ والمعتبر هو الوقت فقط.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::SettingsDraft</name>
    <message>
        <source>Set by whoever looks after your backups, for all computers.</source>
        <translation>حدده المسؤول عن نسخك الاحتياطية، لكل الحواسيب.</translation>
    </message>
    <message>
        <source>Set by the administrator of this computer.</source>
        <translation>حدده مسؤول هذا الحاسوب.</translation>
    </message>
</context>
<context>
    <name>backspool::settings::SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>صفحات الإعدادات</translation>
    </message>
    <message>
        <source>Reading the settings…</source>
        <translation>جارٍ قراءة الإعدادات…</translation>
    </message>
    <message>
        <source>The settings cannot be read</source>
        <translation>لا يمكن قراءة الإعدادات</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>المحاولة م&amp;جددًا</translation>
    </message>
    <message>
        <source>What is protected</source>
        <translation>ما هو محمي</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>المستثنى</translation>
    </message>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>التطبيقات</translation>
    </message>
    <message>
        <source>General</source>
        <translation>عام</translation>
    </message>
    <message>
        <source>Some settings are changed and not saved.</source>
        <translation>بعض الإعدادات عُدّلت ولم تُحفظ.</translation>
    </message>
    <message>
        <source>Nothing is ticked. From now on no backup of this computer is made; those that there are stay.</source>
        <translation>لا شيء محدَّد. من الآن لن يُنسخ هذا الحاسوب احتياطيًا؛ والنسخ الموجودة تبقى.</translation>
    </message>
    <message>
        <source>Set up by the administrator</source>
        <translation>أعدّه المسؤول</translation>
    </message>
    <message>
        <source>The administrator of this computer decides what is backed up, and when. You can see and restore the files that you may read.</source>
        <translation>يقرر مسؤول هذا الحاسوب ما يُنسخ احتياطيًا ومتى. يمكنك رؤية واستعادة الملفات التي يحق لك قراءتها.</translation>
    </message>
</context>
<context>
    <name>backspool::tray::SetupDialog</name>
    <message>
        <source>Set up Backspool</source>
        <translation>إعداد Backspool</translation>
    </message>
    <message>
        <source>&amp;Backup service</source>
        <translation>&amp;خدمة النسخ الاحتياطي</translation>
    </message>
    <message>
        <source>&amp;Code</source>
        <translation>ال&amp;رمز</translation>
    </message>
    <message>
        <source>Who looks after your backups gives you two things: where the backup service is, and a code for this computer. The code works once, and also makes sure that you reach the right service.</source>
        <translation>يعطيك المسؤول عن نسخك الاحتياطية شيئين: مكان خدمة النسخ الاحتياطي، ورمزًا لهذا الحاسوب. يعمل الرمز مرة واحدة، ويضمن أيضًا أنك تصل إلى الخدمة الصحيحة.</translation>
    </message>
    <message>
        <source>Folders to protect</source>
        <translation>المجلدات المراد حمايتها</translation>
    </message>
    <message>
        <source>&amp;Add folder…</source>
        <translation>إ&amp;ضافة مجلد…</translation>
    </message>
    <message>
        <source>What shall be protected? Your home folder has your documents, pictures and settings. Caches and the trash may be left out by whoever looks after your backups.</source>
        <translation>ما الذي يجب حمايته؟ في مجلد المنزل مستنداتك وصورك وإعداداتك. وقد يستثني المسؤول عن نسخك الاحتياطية الملفات المؤقتة وسلة المهملات.</translation>
    </message>
    <message>
        <source>A folder to protect</source>
        <translation>مجلد لحمايته</translation>
    </message>
    <message>
        <source>C&amp;onnect</source>
        <translation>ات&amp;صال</translation>
    </message>
    <message>
        <source>&amp;Protect</source>
        <translation>&amp;حماية</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>جارٍ الاتصال…</translation>
    </message>
    <message>
        <source>&amp;Found in your network:</source>
        <translation>عُثر عليها في شب&amp;كتك:</translation>
    </message>
    <message>
        <source>Backup services in your network</source>
        <translation>خدمات النسخ الاحتياطي في شبكتك</translation>
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
        <translation>استعادة ال&amp;ملفات…</translation>
    </message>
    <message>
        <source>&amp;Set up…</source>
        <translation>إ&amp;عداد…</translation>
    </message>
    <message>
        <source>Backspool</source>
        <translation>Backspool</translation>
    </message>
    <message>
        <source>&amp;More</source>
        <translation>المز&amp;يد</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>الإعدا&amp;دات…</translation>
    </message>
</context>
<context>
    <name>backspool::tray::TrayApplication</name>
    <message>
        <source>No backup is made now</source>
        <translation>لا يُجرى نسخ احتياطي الآن</translation>
    </message>
    <message>
        <source>About Backspool</source>
        <translation>حول Backspool</translation>
    </message>
    <message>
        <source>Backspool %1

Keeps your files as they were at any time, and gives them back.</source>
        <translation>Backspool %1

يحفظ ملفاتك كما كانت في أي وقت، ويعيدها إليك.</translation>
    </message>
    <message>
        <source>Files are still being restored</source>
        <translation>ما زالت الملفات قيد الاستعادة</translation>
    </message>
    <message>
        <source>What is not restored yet will be missing. You can restore it again later.</source>
        <translation>ما لم يُستعد بعد سيكون ناقصًا. يمكنك استعادته مرة أخرى لاحقًا.</translation>
    </message>
    <message>
        <source>&amp;Stop and quit</source>
        <translation>&amp;إيقاف وإنهاء</translation>
    </message>
</context>
<context>
    <name>backspool::tray::TrayMenu</name>
    <message>
        <source>&amp;Set up…</source>
        <translation>إ&amp;عداد…</translation>
    </message>
    <message>
        <source>&amp;Restore files…</source>
        <translation>استعادة ال&amp;ملفات…</translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>ال&amp;نسخ الاحتياطي الآن</translation>
    </message>
    <message>
        <source>R&amp;esume</source>
        <translation>است&amp;ئناف</translation>
    </message>
    <message>
        <source>&amp;About Backspool</source>
        <translation>&amp;حول Backspool</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>إن&amp;هاء</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>إيقاف م&amp;ؤقت</translation>
    </message>
    <message>
        <source>For an &amp;hour</source>
        <translation>لمدة &amp;ساعة</translation>
    </message>
    <message>
        <source>Until to&amp;morrow</source>
        <translation>حتى ال&amp;غد</translation>
    </message>
    <message>
        <source>Until I &amp;resume</source>
        <translation>حتى أست&amp;أنف</translation>
    </message>
    <message>
        <source>A&amp;ctivity…</source>
        <translation>النشا&amp;ط…</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>الإعدا&amp;دات…</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Protects your files, and gives them back.</source>
        <translation>يحمي ملفاتك ويعيدها إليك.</translation>
    </message>
    <message>
        <source>Where the state of this user&apos;s agent is.</source>
        <translation>مكان حالة وكيل هذا المستخدم.</translation>
    </message>
    <message>
        <source>Open no window; for the start of a session.</source>
        <translation>لا يفتح أي نافذة؛ لبداية الجلسة.</translation>
    </message>
    <message>
        <source>Show earlier versions of the file PATH, or what was in the folder PATH.</source>
        <translation>يُظهر الإصدارات السابقة للملف PATH، أو ما كان في المجلد PATH.</translation>
    </message>
    <message>
        <source>Where the agent of this computer listens for its users.</source>
        <translation>حيث ينتظر وكيل هذا الحاسوب مستخدميه.</translation>
    </message>
</context>
</TS>
