-- Undoes: change

ALTER TABLE "order" ALTER COLUMN "say ""hi"" 🦀" DROP DEFAULT;

-- Rows without order.group get a plain value.
UPDATE "order" SET "group" = '' WHERE "group" IS NULL;

ALTER TABLE "order" ALTER COLUMN "group" SET NOT NULL;

-- The values of order.select are lost.
ALTER TABLE "order" DROP COLUMN "select";
