#include "restore-browser/preview_pane.h"

#include <QBuffer>
#include <QImageReader>
#include <QThreadPool>

namespace backspool::browser {

namespace {

/// Most photographs have less.
constexpr ByteCount kMostRead = 16_MiB;
/// As much text as one looks at.
constexpr qsizetype kMostText = 256 << 10;
/// Pictures are made no larger than a large screen: a hostile one must not take the memory.
constexpr QSize kMostPixels(2'560, 2'560);
constexpr int kMostImageMegabytes = 256;

/// Raster formats that Qt reads; others (SVG is one) are small programs, which a preview does not run.
bool isPicture(const QByteArray &format)
{
    static const QByteArrayList known = {"bmp", "gif", "ico",  "jpeg", "jpg", "png",
                                         "ppm", "tif", "tiff", "webp", "xpm"};
    return known.contains(format.toLower());
}

bool looksLikeText(QByteArrayView bytes)
{
    if (bytes.contains('\0'))
        return false;
    // A character may be cut at the end.
    for (qsizetype cut = 0; cut < 4 && cut < bytes.size(); ++cut) {
        if (bytes.chopped(cut).isValidUtf8())
            return true;
    }
    return bytes.isEmpty();
}

} // namespace

Preview previewOf(const engine::ContentStart &content)
{
    Preview preview;
    if (content.bytes.isEmpty()) {
        preview.isEmpty = true;
        return preview;
    }
    QBuffer buffer;
    buffer.setData(content.bytes);
    QImageReader::setAllocationLimit(kMostImageMegabytes);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    if (content.isWhole && reader.canRead() && isPicture(reader.format())) {
        if (const QSize size = reader.size();
            size.width() > kMostPixels.width() || size.height() > kMostPixels.height())
            reader.setScaledSize(size.scaled(kMostPixels, Qt::KeepAspectRatio));
        preview.picture = reader.read();
        if (!preview.picture.isNull())
            return preview;
    }
    const QByteArrayView start = QByteArrayView(content.bytes).first(std::min(kMostText, content.bytes.size()));
    if (looksLikeText(start)) {
        preview.text = QString::fromUtf8(start);
        preview.isCut = start.size() < content.bytes.size() || !content.isWhole;
    }
    return preview;
}

PreviewPane::PreviewPane(engine::AgentSession &session, QWidget *parent)
    : QStackedWidget(parent), session_(session), text_(new QPlainTextEdit(this)), picture_(new QLabel(this)),
      message_(new QLabel(this))
{
    text_->setReadOnly(true);
    text_->setLineWrapMode(QPlainTextEdit::NoWrap);
    text_->setAccessibleName(tr("Text of the selected version"));
    auto font = text_->font();
    font.setStyleHint(QFont::Monospace);
    font.setFamily(QStringLiteral("monospace"));
    text_->setFont(font);
    picture_->setAlignment(Qt::AlignCenter);
    picture_->setMinimumSize(1, 1);
    picture_->setAccessibleName(tr("Picture of the selected version"));
    message_->setAlignment(Qt::AlignCenter);
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    message_->setMargin(fontMetrics().height());
    for (auto *page : std::initializer_list<QWidget *>{text_, picture_, message_})
        addWidget(page);
    setCurrentWidget(message_);
}

PreviewPane::~PreviewPane()
{
    loading_.cancel();
}

void PreviewPane::showMessage(const QString &text)
{
    loading_.cancel();
    shown_ = {};
    message_->setText(text);
    setCurrentWidget(message_);
}

QString PreviewPane::shownText() const
{
    return currentWidget() == text_ ? text_->toPlainText() : currentWidget() == message_ ? message_->text() : QString();
}

void PreviewPane::show(PointId point, const QByteArray &path, const format::DirectoryEntry &entry)
{
    if (entry.type == format::FileType::SymbolicLink) {
        showMessage(tr("A link to %1").arg(QString::fromUtf8(entry.target)));
        return;
    }
    if (entry.type != format::FileType::File) {
        showMessage(tr("No preview of this kind of file."));
        return;
    }
    if (entry.size == 0) {
        showMessage(tr("The file is empty."));
        return;
    }
    if (entry.content == shown_)
        return; // the slider moves, and the file stays what it was
    loading_.cancel();
    shown_ = entry.content;
    loading_ = session_.contentStart(point, path,
                                     std::min(kMostRead, ByteCount(std::min<uint64_t>(entry.size, kMostRead)) + 1));
    loading_
        .then(QThreadPool::globalInstance(),
              [](const Result<engine::ContentStart> &content) {
                  return content ? Result<Preview>(previewOf(*content)) : fail(content.error());
              })
        .then(this, [this, asked = entry.content](const Result<Preview> &preview) { take(asked, preview); });
}

void PreviewPane::take(const ObjectName &content, const Result<Preview> &preview)
{
    // Cancelling comes too late for what is being made into a picture.
    if (content != shown_)
        return;
    if (!preview) {
        showMessage(tr("This version cannot be shown: %1").arg(preview.error().text()));
        return;
    }
    if (!preview->picture.isNull()) {
        image_ = preview->picture;
        fitPicture();
        setCurrentWidget(picture_);
    } else if (!preview->text.isEmpty()) {
        // Each line from its beginning, whichever way the window runs.
        text_->setLayoutDirection(preview->text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
        text_->setPlainText(preview->isCut ? preview->text + QStringLiteral("\n\u2026") : preview->text);
        setCurrentWidget(text_);
    } else {
        message_->setText(tr("No preview of this kind of file. It can be restored all the same."));
        setCurrentWidget(message_);
    }
}

void PreviewPane::fitPicture()
{
    if (image_.isNull())
        return;
    const qreal ratio = devicePixelRatioF();
    QSize size = image_.size().scaled(contentsRect().size() * ratio, Qt::KeepAspectRatio);
    if (size.width() > image_.width())
        size = image_.size();
    auto pixmap = QPixmap::fromImage(image_.scaled(size, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    picture_->setPixmap(pixmap);
}

void PreviewPane::resizeEvent(QResizeEvent *event)
{
    QStackedWidget::resizeEvent(event);
    if (currentWidget() == picture_)
        fitPicture();
}

} // namespace backspool::browser
