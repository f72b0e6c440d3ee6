#pragma once
/// A certificate authority for tests: makes certificates of any kind, also such as a service would never give.
#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace backspool::protocol {

struct TestCertificate
{
    QByteArray certificate; ///< DER
    QByteArray key;         ///< DER, PKCS#8
};

class TestAuthority
{
public:
    TestAuthority();
    const QByteArray &der() const { return own_.certificate; }

    enum class Use { Server, Client };
    /// @p dnsName becomes a subjectAltName unless it is empty; valid from a day ago for @p days (may be 0 or less).
    TestCertificate issue(Use use, const QString &dnsName = {}, int days = 30) const;
    /// A client's certificate for the key of @p request (PKCS#10, DER); empty when the request is not signed by its
    /// key.
    QByteArray sign(const QByteArray &request) const;

private:
    TestCertificate own_;
};

} // namespace backspool::protocol
