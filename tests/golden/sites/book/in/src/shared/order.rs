use std::fmt;
// ANCHOR: place
fn place(order: Order) {}
// ANCHOR_END: place
