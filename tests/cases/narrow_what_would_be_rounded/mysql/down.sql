-- Undoes: change

ALTER TABLE prices MODIFY COLUMN seen datetime(6);

ALTER TABLE prices MODIFY COLUMN weight double;

ALTER TABLE prices MODIFY COLUMN amount decimal(14,4) NOT NULL;
