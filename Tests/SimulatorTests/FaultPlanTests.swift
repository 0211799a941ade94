import Simulator
import Testing

struct FaultPlanTests {
    @Test func readsWhatItPrints() throws {
        let plan = Scenario(seed: 7).plan
        #expect(!plan.faults.isEmpty)
        #expect(try FaultPlan(text: plan.description) == plan)
        #expect(try FaultPlan(text: "# nothing\n\n") == FaultPlan())
    }

    @Test func namesTheLineThatIsNoFault() {
        #expect {
            _ = try FaultPlan(
                text: "# two\nat 1 slow-file for 2 target 3 amount 4\nat 1 slow-disk for 2 target 3 amount 4")
        } throws: {
            ($0 as? FaultPlan.Unreadable)?.line == 3
        }
        #expect(throws: FaultPlan.Unreadable.self) { try FaultPlan(text: "at -1 slow-file for 2 target 3 amount 4") }
    }
}
