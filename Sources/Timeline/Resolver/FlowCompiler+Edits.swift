import Playlist
import Timecode

extension FlowCompiler {
    /// What an operator's edit needs besides the list.
    mutating func means(for edit: OperatorEdit) -> EditMeans {
        switch edit.action {
        case .insert(let event, _): EditMeans(inserted: insertedItem(event, at: edit.frame))
        case .replace(let event, let change): EditMeans(replacements: replacements(of: event, change))
        default: EditMeans()
        }
    }

    /// The plans of events that have one of two names, ascending.
    private func plansNamed(_ id: String, _ name: String) -> [Int] {
        let (first, second) = (Self.mark(of: id), Self.mark(of: name))
        return marks.indices.filter {
            (marks[$0] == first || marks[$0] == second) && (plans[$0].id == id || plans[$0].id == name)
        }
    }

    /// The plan of what is on air of the document that this one took the place of: with what it shows, and else as this
    /// document says. `nil` where it has no such event, or what it shows is not known.
    mutating func runningPlan(of document: Int) -> Int? {
        guard let running = inputs.documents[document].running, let media = running.media,
            let index = plans(of: document).last(where: { isNamed(plans[$0].id, running.event) })
        else { return nil }
        let old = plans[index]
        var event = old.event
        event.regions = [:]
        // It ends as the document says.
        event.duration = old.pass.map { .frames($0) }
        event.category = media.category
        event.source = MediaSource(media: media.media, inPoint: .frames(media.inFrame))
        event.alternate = media.alternate.map {
            MediaSource(media: $0, inPoint: .frames(media.alternateInFrame ?? 0))
        }
        event.onMissing = event.onMissing ?? inputs.documents[document].document.defaults.missingSteps(of: old.event)
        var chooser = MediaChooser(rate: rate, file: "")
        var plan = EventPlan([event], 0, context: context(of: document), chooser: &chooser, table: &table)
        plan.loop = old.loop
        plan.passOtherwise = plan.pass
        add(plan)
        windows[plans.count - 1] = windows[index]
        return plans.count - 1
    }

    /// Whether an event of this id is the one that the schedule calls `name`.
    private func isNamed(_ id: String, _ name: String) -> Bool {
        id == name || name.hasPrefix(id + "#") && Int(name.dropFirst(id.utf8.count + 1)) != nil
    }

    /// For every plan of an event a changed one.
    private mutating func replacements(of name: String, _ change: EventChange) -> [Int: EditMeans.Replacement] {
        let id = name.lastIndex(of: "#").map { String(name[..<$0]) } ?? name
        var result: [Int: EditMeans.Replacement] = [:]
        for index in plansNamed(id, name) {
            let old = plans[index]
            let context = old.document < 0 ? contextOfOrders() : context(of: old.document)
            var chooser = MediaChooser(rate: rate, file: "")
            var plan = EventPlan(
                [change.applied(to: old.event, in: inputs.region)], 0, context: context, chooser: &chooser,
                table: &table)
            // What has no length of its own, a still or what is missing, is as long as what it replaces.
            guard let pass = (plan.pass ?? old.pass).map({ min($0, longest) }) else { continue }
            plan.pass = pass
            plan.passOtherwise = old.pass
            add(plan)
            windows[plans.count - 1] = windows[index]
            var times: Int64? = 1
            switch old.loop {
            case nil: break
            case .times(let count): times = Int64(count)
            case .until: times = nil
            }
            result[index] = EditMeans.Replacement(plan: plans.count - 1, pass: pass, times: times)
        }
        return result
    }
}

extension EventChange {
    /// The event as it airs now. A region's own version of it gives way: the operator chose for this channel.
    func applied(to event: PlaylistEvent, in region: String) -> PlaylistEvent {
        var event = event
        if case .replace(let source, let duration, let alternate) = RegionName.entry(of: region, in: event.regions) {
            event.source = source ?? event.source
            event.duration = duration ?? event.duration
            event.alternate = alternate ?? event.alternate
        }
        event.regions = [:]
        if let media {
            // Another medium has its own length, unless it is told.
            if media != event.source.media { event.duration = nil }
            event.source = MediaSource(media: media)
        }
        if let inFrames {
            event.source.inPoint = .frames(inFrames)
            event.source.inTimecode = nil
        }
        if let frames { event.duration = .frames(frames) }
        return event
    }
}
