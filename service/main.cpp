#include "control/command_line.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    return backspool::control::runCommandLine(argc, argv);
}
