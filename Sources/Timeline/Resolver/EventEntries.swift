import Playlist

/// Items as the events that people read of.
struct EventEntries {
    private let documents: [ScheduledDocument]
    private let plans: Chunks<EventPlan>

    init(_ compiler: FlowCompiler) {
        documents = compiler.inputs.documents
        plans = compiler.plans
    }

    func id(of item: FlowItem) -> String {
        let id = plans[item.plan].id
        return item.occurrence > 0 ? "\(id)#\(item.occurrence)" : id
    }

    private func file(_ plan: EventPlan) -> String {
        plan.document < 0 ? "" : documents[plan.document].document.file
    }

    func entry(
        _ item: FlowItem, _ frames: Range<Int64>, _ planned: Range<Int64>, airing: EventPlan.Airing
    ) -> ResolvedEvent {
        let plan = plans[item.plan]
        let isFixed = if case .hard = item.rule { true } else { false }
        return ResolvedEvent(
            id: id(of: item), title: plan.title, file: file(plan), mark: plan.marks.event, frames: frames,
            plannedFrames: planned, media: airing.choice?.use.media ?? plan.main.use.media,
            isAlternate: airing.step == .alternate, plannedMedia: plan.main.use.media,
            plannedInFrame: plan.main.inFrame, category: plan.main.use.category,
            alternate: plan.alternate.map { ResolvedEvent.Alternate(media: $0.use.media, inFrame: $0.inFrame) },
            withheld: airing.withheld,
            detail: airing.withheld == nil ? "" : plan.main.standing.detail, isWaiting: false, isFixed: isFixed,
            marks: airing.choice?.standing.marks ?? [])
    }

    func omitted(
        _ item: FlowItem, at frame: Int64, _ decision: EventDecision, _ withheld: SlateReason?
    ) -> OmittedEvent {
        let plan = plans[item.plan]
        return OmittedEvent(
            id: id(of: item), title: plan.title, file: file(plan), mark: plan.marks.event, frame: frame,
            decision: decision, media: plan.main.use.media, withheld: withheld,
            detail: withheld == nil ? "" : plan.main.standing.detail, isFixed: item.rule.isFixed)
    }

    /// An item that gets no frame, and why.
    func omitted(_ omission: Omission) -> OmittedEvent {
        let by = omission.by.map { plans[$0].id } ?? omission.window
        let withheld = omission.code == .leftOut ? plans[omission.item.plan].main.withheld(at: omission.frame) : nil
        return omitted(omission.item, at: omission.frame, EventDecision(omission.code, by: by), withheld)
    }
}
