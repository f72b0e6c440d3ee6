#include "read/point_service.h"

namespace backspool::engine {

using protocol::MessageType;

Result<protocol::Points> ConnectedService::listPoints(const protocol::ListPoints &request)
{
    return protocol::Points::decode(
        TRY(connection_.call(MessageType::ListPoints, request.encode(), MessageType::Points)));
}

Result<format::PointRecord> ConnectedService::point(PointId point)
{
    const auto payload =
        TRY(connection_.call(MessageType::GetPoint, protocol::GetPoint{point}.encode(), MessageType::Point));
    const auto doing = QStringLiteral("reading point %1").arg(point.value);
    return TRY_CONTEXT(doing, format::PointRecord::decode(TRY(protocol::Point::decode(payload)).record));
}

Status ConnectedService::getObjects(const protocol::GetObjects &request, OnObjects onObjects)
{
    return connection_.request(
        MessageType::GetObjects, request.encode(), [onObjects = std::move(onObjects)](Result<protocol::Frame> frame) {
            if (frame && frame->type != MessageType::Objects)
                frame = fail(ErrorKind::Invalid, QStringLiteral("the service answered with a message of type %1 where "
                                                                "objects were expected")
                                                     .arg(int(frame->type)));
            if (!frame) {
                onObjects(fail(frame.error()), true);
                return false;
            }
            // The first byte says whether the message is the last; the rest is decoded elsewhere.
            const bool isLast = frame->payload.isEmpty() || (frame->payload.front() & 1) != 0;
            onObjects(std::move(frame->payload), isLast);
            return !isLast;
        });
}

} // namespace backspool::engine
