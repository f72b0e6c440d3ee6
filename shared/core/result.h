#pragma once
/// Result<T>: a value, or the Error that says why there is none. Every function that can fail returns one.
#include "core/error.h"

#include <expected>
#include <utility>

namespace backspool {

template <class T> using Result = std::expected<T, Error>;
using Status = Result<void>;

inline std::unexpected<Error> fail(ErrorKind kind, QString text)
{
    return std::unexpected(Error(kind, std::move(text)));
}
inline std::unexpected<Error> fail(Error error)
{
    return std::unexpected(std::move(error));
}

} // namespace backspool

/// The value of a Result, or the return of its error from the calling function. (A GNU statement expression: both
/// compilers that we build with have it, and nothing in the standard says the same in one line.)
#define TRY(...)                                                                                                       \
    __extension__({                                                                                                    \
        auto tryResult_ = (__VA_ARGS__);                                                                               \
        if (!tryResult_) [[unlikely]]                                                                                  \
            return std::unexpected(std::move(tryResult_).error());                                                     \
        std::move(tryResult_).value();                                                                                 \
    })

/// The same, with "doing: " put before the error.
#define TRY_CONTEXT(doing, ...)                                                                                        \
    __extension__({                                                                                                    \
        auto tryResult_ = (__VA_ARGS__);                                                                               \
        if (!tryResult_) [[unlikely]]                                                                                  \
            return std::unexpected(tryResult_.error().withContext(doing));                                             \
        std::move(tryResult_).value();                                                                                 \
    })
