//! What breaks each rule and what does not, on each backend that the rule speaks of.
