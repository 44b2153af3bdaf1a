-- Undoes: change

ALTER TABLE shop.items RENAME COLUMN title TO name;
