import Timecode

/// Faults at random, for a run of so many days over so many files: the same for the same seed.
struct FaultDice {
    let fileCount: Int
    let days: Int
    let rate: FrameRate

    func seconds(_ count: Int64) -> Int64 { (count * rate.numerator + rate.denominator - 1) / rate.denominator }

    /// A swarm: each kind is left out once in two seeds. Nothing happens in the first and the last minute.
    func plan(
        _ kinds: Set<FaultKind>, length: Int64, _ random: inout SplitMix64
    ) -> FaultPlan {
        var faults: [Fault] = []
        for kind in FaultKind.allCases {
            let (isOn, most) = (Bool.random(using: &random), 1 + days)
            let count = Int.random(in: 1...most, using: &random)
            guard kinds.contains(kind), isOn, length > seconds(120) else { continue }
            for _ in 0..<count {
                let at = Int64.random(in: seconds(60)..<length - seconds(60), using: &random)
                faults.append(fault(kind, at: at, &random))
            }
        }
        return FaultPlan(faults)
    }

    private func fault(_ kind: FaultKind, at: Int64, _ random: inout SplitMix64) -> Fault {
        let file = Int.random(in: 0..<max(1, fileCount), using: &random)
        let short = seconds(Int64.random(in: 1...60, using: &random))
        let long = seconds(Int64.random(in: 60...20_000, using: &random))
        let few = Int64.random(in: 0..<4, using: &random)
        switch kind {
        case .lateFile, .missingFile, .swappedFile, .lateSeal: return Fault(kind, at: at, frames: long, target: file)
        case .slowFile:
            return Fault(
                kind, at: at, frames: seconds(Int64.random(in: 1...(few < 2 ? 8 : 900), using: &random)), target: file)
        case .shortFile: return Fault(kind, at: at, frames: long, target: file, amount: short * 20)
        case .lostDecoder: return Fault(kind, at: at, target: file)
        case .controlCrash: return Fault(kind, at: at, frames: few == 0 ? long : short)
        case .airCrash: return Fault(kind, at: at, frames: Int64.random(in: 1...25, using: &random))
        case .clockStep: return Fault(kind, at: at, frames: Int64.random(in: 1...200, using: &random))
        case .emergencyInput, .slate: return Fault(kind, at: at, frames: short)
        case .lateList:
            return Fault(kind, at: 0, frames: long, target: Int.random(in: 1..<max(2, days), using: &random))
        case .newList: return Fault(kind, at: at, target: Int(at / seconds(86_400)))
        case .take, .skip, .illegal: return Fault(kind, at: at, amount: few)
        case .hold, .resume: return Fault(kind, at: at)
        case .insert: return Fault(kind, at: at, amount: short)
        case .delete, .move, .retime, .replace, .length, .undo, .conflict:
            return Fault(kind, at: at, target: file, amount: few * 2)
        }
    }
}

extension FaultPlan {
    /// What a seed does to a rehearsal of so many frames over so many files.
    package static func rehearsal(
        seed: UInt64, kinds: Set<FaultKind>, files: Int, frames: Int64, rate: FrameRate
    ) -> FaultPlan {
        var random = SplitMix64(seed &* 0x2545_F491_4F6C_DD1D)
        let day = max(1, rate.nominal * 86_400)
        let dice = FaultDice(fileCount: files, days: Int(min(365, frames / day)), rate: rate)
        return dice.plan(kinds, length: frames, &random)
    }
}
