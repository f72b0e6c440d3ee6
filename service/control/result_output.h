#pragma once
/// Shows rows and results of the administrator's commands: as lines for people, or as the one object of --json.
#include "console/json_output.h"
#include "console/progress_bar.h"
#include "control/admin_request.h"

#include <optional>

namespace backspool::control {

class ResultOutput final : public AdminSink
{
public:
    ResultOutput(QString command, console::OutputForm form);

    void row(const QJsonObject &row) override;
    void progressed(const Progress &progress) override { bar_.progressed(progress); }
    /// Shows the outcome; the exit code.
    int finish(const Result<QJsonObject> &result);
    /// Failed also when the command did its work and found damage.
    static int exitCode(const Result<QJsonObject> &result);

private:
    void showText(const QJsonObject &result);

    const QString command_;
    const console::OutputForm form_;
    console::ProgressBar bar_;
    std::optional<console::JsonListing> listing_;
    bool hasRows_ = false;
};

} // namespace backspool::control
