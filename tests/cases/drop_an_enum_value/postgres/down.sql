-- Undoes: change

ALTER TYPE status ADD VALUE 'archived';
