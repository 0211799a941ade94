import Hummingbird
import NIOCore

/// What a request carries besides itself: the connection it came on, so that a listener who does not listen can be cut.
package struct StatusContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
