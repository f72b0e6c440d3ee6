#pragma once
/// Pictures of windows, for people to look at: kept where $BACKSPOOL_PICTURES says, else only painted.
#include <QApplication>
#include <QLocale>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>

namespace backspool::test {

inline QPalette darkPalette()
{
    QPalette palette(QColor(45, 47, 51));
    palette.setColor(QPalette::Base, QColor(30, 31, 34));
    palette.setColor(QPalette::AlternateBase, QColor(38, 40, 43));
    palette.setColor(QPalette::Highlight, QColor(61, 116, 190));
    palette.setColor(QPalette::PlaceholderText, QColor(150, 150, 150));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(125, 125, 125));
    palette.setColor(QPalette::Disabled, QPalette::Light, QColor(45, 47, 51)); // Fusion draws a shade of it behind
    return palette;
}

/// Times as in English with days before months, whatever the computer's language.
inline void useOneLocale()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

/// @p window in light and in dark, at twice the pixels that @p window has points.
inline void takePictures(QWidget &window, const QString &name)
{
    const QString folder = qEnvironmentVariable("BACKSPOOL_PICTURES");
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const auto take = [&](const QPalette &palette, const QString &kind) {
        QApplication::setPalette(palette);
        QCoreApplication::processEvents();
        const auto picture = window.grab();
        if (!folder.isEmpty())
            picture.save(folder + QLatin1Char('/') + name + kind + QStringLiteral(".png"));
    };
    const QPalette light = QApplication::style()->standardPalette();
    take(darkPalette(), QStringLiteral("-dark"));
    take(light, QStringLiteral("-light"));
}

} // namespace backspool::test
