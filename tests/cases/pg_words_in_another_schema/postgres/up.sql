ALTER TABLE shop.items RENAME COLUMN name TO title;
