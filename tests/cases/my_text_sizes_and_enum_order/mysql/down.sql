-- Undoes: change

DROP INDEX shirts_code_size_idx ON shirts;

ALTER TABLE shirts MODIFY COLUMN code varchar(40) NOT NULL;

ALTER TABLE shirts MODIFY COLUMN note text NOT NULL;

ALTER TABLE shirts MODIFY COLUMN size enum('small', 'large') NOT NULL DEFAULT 'small';
