ALTER TYPE status ADD VALUE 'idea' BEFORE 'draft';

ALTER TYPE status ADD VALUE 'in_review' AFTER 'draft';

ALTER TYPE status ADD VALUE 'accepted' AFTER 'in_review';
