/// `floor(value x multiplier / divisor)` without intermediate overflow. Real-time safe.
///
/// - Precondition: `multiplier >= 0`, `divisor > 0`, and the quotient fits `Int64`.
@inlinable
public func scaledDown(_ value: Int64, by multiplier: Int64, over divisor: Int64) -> Int64 {
    let product = value.multipliedFullWidth(by: multiplier)
    let (quotient, remainder) = divisor.dividingFullWidth(product)
    return remainder < 0 ? quotient - 1 : quotient
}

/// `ceil(value x multiplier / divisor)` without intermediate overflow. Real-time safe.
///
/// - Precondition: as for `scaledDown(_:by:over:)`.
@inlinable
public func scaledUp(_ value: Int64, by multiplier: Int64, over divisor: Int64) -> Int64 {
    let product = value.multipliedFullWidth(by: multiplier)
    let (quotient, remainder) = divisor.dividingFullWidth(product)
    return remainder > 0 ? quotient + 1 : quotient
}
