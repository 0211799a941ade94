import PlayoutCore

extension Judge {
    func said(_ run: OutputRun) -> String {
        switch run.source {
        case .file(let file, _): "\(run.event.isEmpty ? "nothing" : run.event) (file \(file))"
        case .slate(let code): "\(run.event.isEmpty ? "nothing" : run.event) (slate \(code))"
        case .lost: "lost frames"
        }
    }

    /// Every frame of the run went out once, from one source or as a declared slate.
    mutating func judgeFrames() {
        var next = scenario.frames.lowerBound
        for run in record.output.runs {
            if run.first != next { report(.frames, next, "frames \(next) to \(run.first) are missing or there twice") }
            if run.isTorn { report(.frames, run.first, "\(said(run)): a frame that no decoder has made, or no reason") }
            next = run.end
        }
        if next != scenario.frames.upperBound { report(.frames, next, "the run ends early") }
    }

    /// The closed rows account for every frame once, and say what was on.
    mutating func judgeRows() {
        var rows = record.output.rows.filter { $0.kind == .end }[...]
        for run in record.output.runs where run.source != .lost {
            var first = run.first
            while first < run.end {
                while let row = rows.first, row.last < first { rows.removeFirst() }
                guard let row = rows.first, row.first <= first else {
                    report(.asRun, first, "no row of the as-run has \(said(run))")
                    break
                }
                if !says(row, run, first) { report(.asRun, first, "the as-run says \(row), on air was \(said(run))") }
                first = row.last + 1
            }
        }
        let ends = record.output.rows.filter { $0.kind == .end }
        for (a, b) in zip(ends, ends.dropFirst()) where b.first <= a.last {
            report(.asRun, b.first, "two rows of the as-run have the same frames")
        }
        var lost: [Range<Int64>] = record.output.rows.filter { $0.kind == .lost }.map { $0.first..<$0.last + 1 }
        lost.removeAll { range in
            record.output.runs.contains {
                $0.source == .lost && $0.first <= range.lowerBound && $0.end >= range.upperBound
            }
        }
        if let wrong = lost.first {
            report(.asRun, wrong.lowerBound, "the as-run says that frames were lost which went out")
        }
    }

    private func says(_ row: AsRunRow, _ run: OutputRun, _ frame: Int64) -> Bool {
        guard row.event == run.event else { return false }
        switch run.source {
        case .lost: return false
        case .slate(let code): return row.role == .slate && row.reason == code
        case .file(_, let alignment): return row.role != .slate && row.mediaFrame - row.first == alignment
        }
    }
}
