//! What lists can be filtered by. Ground that rooms share, no room.
//!
//! In: the values of the rows of a page. Out: chips or a choice, each value with its count. Never: a
//! filter with one value, which would let everything through.

use crate::model::page::{Filter, FilterValue};
use std::collections::BTreeMap;

/// Up to so many values stand side by side.
const MOST_CHIPS: usize = 7;

/// The most values to choose from; of the rest the rarest are left out.
const MOST_VALUES: usize = 60;

/// Makes a filter of the values of all rows, in the order of their names.
pub(super) fn by_name<'a>(
    key: &str,
    label: &str,
    values: impl Iterator<Item = &'a str>,
    rows: usize,
) -> Option<Filter> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values.filter(|value| !value.is_empty()) {
        *counts.entry(value).or_default() += 1;
    }
    let mut often: Vec<(&str, usize)> = counts.into_iter().collect();
    often.sort_by(|(one, of_one), (other, of_other)| of_other.cmp(of_one).then_with(|| one.cmp(other)));
    often.truncate(MOST_VALUES);
    often.sort_by_cached_key(|(value, _)| value.to_lowercase());
    let values = often.into_iter().map(|(value, number)| FilterValue {
        value: value.to_owned(),
        label: value.to_owned(),
        number,
    });
    filter(key, label, values.collect(), rows)
}

/// Makes a filter of values in their order.
pub(super) fn filter(key: &str, label: &str, values: Vec<FilterValue>, rows: usize) -> Option<Filter> {
    let is_choice = values.len() > 1 || values.first().is_some_and(|only| only.number < rows);
    if !is_choice || values.is_empty() {
        return None;
    }
    let all = FilterValue { value: String::new(), label: "All".to_owned(), number: rows };
    let chips = values.len() <= MOST_CHIPS;
    Some(Filter {
        key: key.to_owned(),
        label: label.to_owned(),
        chips,
        values: std::iter::once(all).chain(values).collect(),
    })
}
