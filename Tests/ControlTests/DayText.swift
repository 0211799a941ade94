/// A day of events of 100 s each, from 06:00 on: event k is on from 06:00:00 + 100 s x k. At 09:00 number 108 begins.
func day(
    _ date: String = "2026-11-22", from: Int = 0, count: Int = 400, extra: String = "", media: String = "a.mov"
) -> String {
    var text = "qalqan: 1\nchannel: test-one\nday: \(date)\n\(extra)events:\n"
    for index in from..<(from + count) {
        text +=
            "  - { id: e\(index), title: { kk: Оқиға \(index), en: Event \(index) }, media: \(media), duration: \"00:01:40:00\" }\n"
    }
    return text
}
