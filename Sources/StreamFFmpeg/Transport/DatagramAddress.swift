import Glibc
import Realtime

/// Where datagrams go: `udp://HOST:PORT[?ttl=N&pkt_size=N&interface=NAME]`; a host in brackets is an IPv6 address.
package struct DatagramAddress: Hashable, Sendable {
    package let host: String
    package let port: UInt16
    /// Hops of multicast datagrams.
    package var timeToLive: Int32 = 16
    /// Packets of 188 bytes a datagram.
    package var packets = 7
    /// Network interface that multicast leaves by; the routing table's choice when `nil`.
    package var interface: String?

    package init(url: String) throws {
        func refuse(_ why: String) -> SinkError {
            SinkError("\(url): \(why); expected udp://HOST:PORT, for example udp://239.1.1.1:5000?ttl=4", code: 22)
        }
        guard url.hasPrefix("udp://") else { throw refuse("not a udp address") }
        let parts = url.dropFirst(6).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var place = parts[0]
        if place.hasSuffix("/") { place.removeLast() }
        if place.hasPrefix("@") { place.removeFirst() }
        guard let colon = place.lastIndex(of: ":"), let port = UInt16(place[place.index(after: colon)...]), port > 0
        else { throw refuse("no port") }
        var host = place[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { throw refuse("no host") }
        self.host = String(host)
        self.port = port
        for option in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let pair = option.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { throw refuse("option \(option) has no value") }
            switch pair[0] {
            case "ttl":
                guard let value = Int32(pair[1]), (1...255).contains(value) else { throw refuse("ttl \(pair[1])") }
                timeToLive = value
            case "pkt_size":
                guard let value = Int(pair[1]), value % 188 == 0, (188...1316).contains(value) else {
                    throw refuse("pkt_size \(pair[1]) is not 188 to 1316 in steps of 188")
                }
                packets = value / 188
            case "interface", "localaddr": interface = pair[1]
            default: throw refuse("unknown option \(pair[0])")
            }
        }
    }

    /// A socket that never blocks, and the address to send to.
    func open() throws -> (socket: Int32, address: sockaddr_storage, length: socklen_t) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, "\(port)", &hints, &list)
        guard code == 0, let found = list else {
            throw SinkError("\(host): \(String(cString: gai_strerror(code)))", code: EHOSTUNREACH)
        }
        defer { freeaddrinfo(list) }
        let family = found.pointee.ai_family
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let made = socket(family, kind, 0)
        guard made >= 0 else { throw failure("socket") }
        do {
            try set(made, family)
        } catch {
            close(made)
            throw error
        }
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { target in
            target.copyMemory(
                from: UnsafeRawBufferPointer(start: found.pointee.ai_addr, count: Int(found.pointee.ai_addrlen)))
        }
        return (made, storage, found.pointee.ai_addrlen)
    }

    /// The right to send there, through one interface: two streams to one address are none.
    func claim() throws -> TargetClaim {
        try TargetClaim(name: "udp:\(host):\(port)%\(interface ?? "")", for: "udp://\(host):\(port)")
    }

    private func failure(_ what: String) -> SinkError {
        SinkError("\(what) for \(host):\(port): \(String(cString: strerror(errno)))", code: errno)
    }

    private func set(_ made: Int32, _ family: Int32) throws {
        var hops = timeToLive
        var buffer: Int32 = 1 << 20
        setsockopt(made, SOL_SOCKET, SO_SNDBUF, &buffer, 4)
        let isSix = family == AF_INET6
        let level = isSix ? Int32(IPPROTO_IPV6) : Int32(IPPROTO_IP)
        guard setsockopt(made, level, isSix ? IPV6_MULTICAST_HOPS : IP_MULTICAST_TTL, &hops, 4) == 0 else {
            throw failure("ttl")
        }
        guard let interface else { return }
        var numeric = in_addr()
        if !isSix, inet_pton(AF_INET, interface, &numeric) == 1 {
            guard setsockopt(made, level, IP_MULTICAST_IF, &numeric, socklen_t(MemoryLayout<in_addr>.size)) == 0
            else { throw failure("interface \(interface)") }
            return
        }
        var index = if_nametoindex(interface)
        guard index != 0 else { throw failure("interface \(interface)") }
        if isSix {
            guard setsockopt(made, level, IPV6_MULTICAST_IF, &index, 4) == 0 else {
                throw failure("interface \(interface)")
            }
        } else {
            var request = ip_mreqn()
            request.imr_ifindex = Int32(index)
            guard setsockopt(made, level, IP_MULTICAST_IF, &request, socklen_t(MemoryLayout<ip_mreqn>.size)) == 0
            else { throw failure("interface \(interface)") }
        }
    }
}
