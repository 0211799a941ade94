import Glibc
import Testing

@testable import ControlService

@Suite("What alarms say about outputs")
struct OutputAdviceTests {
    @Test("an alarm tells all that was lost since it was raised")
    func tally() {
        var tally = LossTally()
        #expect(tally.add(7, at: 0, standing: 100) == nil)
        #expect(tally.add(8, at: 10, standing: 100) == 1)
        #expect(tally.add(8, at: 20, standing: 100) == nil)
        #expect(tally.add(1000, at: 90, standing: 100) == 993)
        // A process that began anew, and an alarm that was over before the next loss.
        #expect(tally.add(3, at: 95, standing: 100) == 996)
        #expect(tally.add(5, at: 196, standing: 100) == 2)
    }

    @Test("the remedy is one for the output's kind")
    func remedies() {
        #expect(OutputAdvice(name: "a", kind: "audio").waiting.remedy.contains("udev"))
        for kind in ["raw", "stream", "hls", "file"] {
            let advice = OutputAdvice(name: "a", kind: kind)
            #expect(!advice.waiting.remedy.contains("card") && !advice.failing(ENOSPC).remedy.contains("card"))
            #expect(advice.failing(EBUSY).text.contains("another output"))
            #expect(advice.failing(ENOSPC).text.contains("No space left"))
        }
        #expect(OutputAdvice(name: "a", kind: "raw").waiting.text.contains("nobody reads"))
    }
}
