#include "read/point_service.h"

namespace backspool::engine {

using protocol::MessageType;

Result<protocol::Points> MessagedService::listPoints(const protocol::ListPoints &request)
{
    return protocol::Points::decode(TRY(call(MessageType::ListPoints, request.encode(), MessageType::Points)));
}

Result<format::PointRecord> MessagedService::point(PointId point)
{
    const auto payload = TRY(call(MessageType::GetPoint, protocol::GetPoint{point}.encode(), MessageType::Point));
    const auto doing = QStringLiteral("reading point %1").arg(point.value);
    return TRY_CONTEXT(doing, format::PointRecord::decode(TRY(protocol::Point::decode(payload)).record));
}

Status MessagedService::getObjects(const protocol::GetObjects &request, OnObjects onObjects)
{
    return this->request(
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
