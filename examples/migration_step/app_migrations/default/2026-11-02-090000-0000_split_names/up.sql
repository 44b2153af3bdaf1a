-- Split names of people; Rust fills the columns, see examples/migration_step.rs
--
-- Revision: 202611020900000000
-- Revises: 202611010900000000
-- Created: 2026-11-02 09:00:00 UTC

ALTER TABLE people ADD COLUMN first_name TEXT NOT NULL DEFAULT '';

ALTER TABLE people ADD COLUMN last_name TEXT NOT NULL DEFAULT '';
