#include "control/command_line.h"
#include "core/allocation.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    backspool::tuneAllocation();
    const QCoreApplication application(argc, argv);
    return backspool::control::runCommandLine(argc, argv);
}
