-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: order.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE "order" RENAME TO manage_old_order;

CREATE TABLE "order" (
    id INTEGER PRIMARY KEY NOT NULL,
    "group" TEXT,
    "say ""hi"" 🦀" TEXT DEFAULT 'x',
    "select" INTEGER
);

INSERT INTO "order" (id, "group", "say ""hi"" 🦀")
SELECT id, "group", "say ""hi"" 🦀"
FROM manage_old_order;

DROP TABLE manage_old_order;

CREATE INDEX order_group_idx ON "order" ("group");

PRAGMA defer_foreign_keys = OFF;
