/// An edit as a list replays it: with the item it puts in, if it does.
struct FlowEdit {
    var edit: OperatorEdit
    var inserted: FlowItem?
}
