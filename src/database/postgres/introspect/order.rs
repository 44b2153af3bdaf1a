use std::collections::{BTreeMap, BTreeSet};

use super::catalog::Catalog;
use super::objects::Found;
use crate::database::session::SqlError;

/// Puts what others need before them, and else leaves the order as it is.
pub(super) fn sort(catalog: &mut Catalog<'_>, found: &mut Vec<Found>) -> Result<(), SqlError> {
    // A view is known by the rule that it is made of, and its rows, a table's, by their type.
    let rows = catalog.rows(
        "SELECT DISTINCT CASE WHEN r.oid IS NULL THEN d.classid::pg_catalog.regclass::text ELSE 'pg_class' END, \
         COALESCE(r.ev_class, d.objid), \
         CASE WHEN t.typrelid > 0 THEN 'pg_class' ELSE d.refclassid::pg_catalog.regclass::text END, \
         COALESCE(NULLIF(t.typrelid, 0), d.refobjid) \
         FROM pg_catalog.pg_depend d \
         LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid \
         LEFT JOIN pg_catalog.pg_type t ON d.refclassid = 'pg_catalog.pg_type'::regclass AND t.oid = d.refobjid \
         AND t.typtype = 'c' \
         WHERE d.deptype IN ('n', 'a') AND d.objid >= 16384 AND d.refobjid >= 16384",
    )?;
    let places: BTreeMap<(&str, &str), usize> =
        found.iter().enumerate().map(|(place, own)| ((own.class, own.oid.as_str()), place)).collect();
    let mut needs: Vec<BTreeSet<usize>> = found.iter().map(|_| BTreeSet::new()).collect();
    for mut row in rows {
        let (class, own, needed_class, needed) = (row.text(), row.text(), row.text(), row.text());
        let place = |class: &str, oid: &str| places.get(&(class, oid)).copied();
        let (Some(own), Some(needed)) = (place(&class, &own), place(&needed_class, &needed)) else { continue };
        if let Some(needs) = needs.get_mut(own).filter(|_| own != needed) {
            needs.insert(needed);
        }
    }
    let mut order = Vec::with_capacity(found.len());
    let mut seen = vec![false; found.len()];
    for place in 0..found.len() {
        visit(place, &needs, &mut seen, &mut order);
    }
    let mut rank = vec![0; found.len()];
    for (rank_of, place) in order.into_iter().enumerate() {
        if let Some(own) = rank.get_mut(place) {
            *own = rank_of;
        }
    }
    let mut ranked: Vec<(usize, Found)> = rank.into_iter().zip(found.drain(..)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    found.extend(ranked.into_iter().map(|(_, own)| own));
    Ok(())
}

/// Depth first without recursion: chains of views can be long.
fn visit(start: usize, needs: &[BTreeSet<usize>], seen: &mut [bool], order: &mut Vec<usize>) {
    let mut stack = vec![(start, false)];
    while let Some((place, left)) = stack.pop() {
        if left {
            order.push(place);
            continue;
        }
        match seen.get_mut(place) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        stack.push((place, true));
        stack.extend(needs.get(place).into_iter().flatten().rev().map(|needed| (*needed, false)));
    }
}
