-- Undoes: change

-- The values of logs.hour are lost.
ALTER TABLE logs DROP COLUMN hour;

-- The values of logs.day are lost.
ALTER TABLE logs DROP COLUMN day;

-- The values of logs.made_at are lost.
ALTER TABLE logs DROP COLUMN made_at;
