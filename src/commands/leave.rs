/// Leaves the memory to the system, which takes it back at once when the process ends, in a moment: to give a large
/// schema or history back piece by piece takes longer than to write it.
pub(super) fn leave<T>(thing: T) {
    std::mem::forget(thing);
}
