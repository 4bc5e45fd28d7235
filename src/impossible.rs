//! What stands where something can't happen.

/// For a branch that is never taken because of `rule`, which other code keeps: stops debug builds and tests, so that a mistake
/// of ours becomes no URL that lacks something. A library must not stop its users' processes for it: release builds go on.
#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn impossible<T: Default>(rule: &str) -> T {
    debug_assert!(false, "this can't happen: {rule}");
    T::default()
}

#[cfg(test)]
mod tests {
    #[test]
    #[should_panic = "this can't happen: a rule"]
    #[cfg(debug_assertions)]
    fn stops_tests() {
        super::impossible::<()>("a rule");
    }
}
