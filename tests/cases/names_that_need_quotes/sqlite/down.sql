-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: order.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE "order" RENAME TO manage_old_order;

-- Rows without order.group get a plain value.
-- The values of order.select are lost.
CREATE TABLE "order" (
    id INTEGER PRIMARY KEY NOT NULL,
    "group" TEXT NOT NULL,
    "say ""hi"" 🦀" TEXT
);

INSERT INTO "order" (id, "group", "say ""hi"" 🦀")
SELECT id, COALESCE("group", ''), "say ""hi"" 🦀"
FROM manage_old_order;

DROP TABLE manage_old_order;

CREATE INDEX order_group_idx ON "order" ("group");

PRAGMA defer_foreign_keys = OFF;
