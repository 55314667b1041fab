import { maxQuestions, type QuestionType, questionTypes } from '@foyer/protocol/survey';
import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconAlignLeft,
  IconAt,
  IconCheckbox,
  IconChevronDown,
  IconCircleDot,
  IconCopy,
  IconEyeOff,
  IconHash,
  IconPhone,
  IconPlus,
  IconSelector,
  IconShieldCheck,
  IconSitemap,
  IconSparkles,
  IconTextSize,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { notifyUndoable } from '../../ui/notify.tsx';
import { SortableList } from '../../ui/sortable-list.tsx';
import { QuestionEditor } from './question-editor.tsx';
import classes from './question-list.module.css';
import { type DraftQuestion, type Faults, faultsBelow, freeName, newQuestion } from './survey-draft.ts';

const icons: Record<QuestionType, typeof IconAt> = {
  text: IconTextSize,
  longText: IconAlignLeft,
  email: IconAt,
  phone: IconPhone,
  number: IconHash,
  select: IconSelector,
  radio: IconCircleDot,
  checkbox: IconCheckbox,
  consent: IconShieldCheck,
  department: IconSitemap,
  skill: IconSparkles,
  hidden: IconEyeOff,
};

interface QuestionListProps {
  siteId: string;
  label: string;
  questions: DraftQuestion[];
  faults: Faults;
  /** Key of the question that is open; null: none is. */
  openKey: string | null;
  onOpen: (key: string | null) => void;
  /** Told a change of the newest list. */
  onChange: (change: (questions: DraftQuestion[]) => DraftQuestion[]) => void;
}

/** The questions of a form in their order; one at a time is open to be worked on. */
export function QuestionList(props: QuestionListProps) {
  const { siteId, label, questions, faults, openKey, onOpen, onChange } = props;
  const { t } = useTranslation('surveys');
  const { t: tShell } = useTranslation('shell');
  const nameOf = ({ label: text }: DraftQuestion) => text.trim() || t('unnamed');
  const add = (type: QuestionType) => {
    const question = newQuestion(type, t(`newLabel.${type}`), questions);
    onChange((list) => [...list, question]);
    onOpen(question.key);
  };
  const copy = (question: DraftQuestion) => {
    const fresh = {
      ...question,
      key: crypto.randomUUID(),
      name: freeName(question.name, questions),
      ...('binding' in question ? { binding: 'none' } : {}),
    } as DraftQuestion;
    onChange((list) => list.flatMap((one) => (one.key === question.key ? [one, fresh] : [one])));
    onOpen(fresh.key);
  };
  const remove = (question: DraftQuestion) => {
    const index = questions.findIndex(({ key }) => key === question.key);
    onChange((list) => list.filter(({ key }) => key !== question.key));
    notifyUndoable(t('removed'), tShell('undo'), () => onChange((list) => list.toSpliced(index, 0, question)));
  };
  return (
    <div className={classes.box}>
      {questions.length === 0 ? <p className={classes.none}>{t('noQuestions')}</p> : null}
      <SortableList
        label={label}
        items={questions}
        keyOf={({ key }) => key}
        nameOf={nameOf}
        onOrder={(items) => onChange(() => items)}
      >
        {(question) => {
          const index = questions.findIndex(({ key }) => key === question.key);
          const own = faultsBelow(faults, `questions.${index}`);
          const isOpen = question.key === openKey;
          const Icon = icons[question.type];
          const name = nameOf(question);
          return (
            <section className={classes.question} data-open={isOpen} aria-label={t('questionLabel', { label: name })}>
              <div className={classes.head}>
                <Icon size={16} aria-hidden className={classes.icon} />
                <span className={classes.words}>
                  <span className={classes.label}>{name}</span>
                  <span className={classes.about}>
                    <code>{question.name}</code> · {t(`type.${question.type}`)}
                    {marksOf(question).map((mark) => ` · ${t(mark)}`)}
                  </span>
                </span>
                {Object.keys(own).length > 0 && !isOpen ? (
                  <span className={classes.faulty}>{Object.values(own)[0]}</span>
                ) : null}
                <ActionIcon aria-label={t('copy', { label: name })} onClick={() => copy(question)}>
                  <IconCopy size={15} />
                </ActionIcon>
                <ActionIcon aria-label={t('remove', { label: name })} onClick={() => remove(question)}>
                  <IconTrash size={15} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t(isOpen ? 'close' : 'edit', { label: name })}
                  aria-expanded={isOpen}
                  onClick={() => onOpen(isOpen ? null : question.key)}
                >
                  <IconChevronDown size={16} className={classes.chevron} data-open={isOpen} />
                </ActionIcon>
              </div>
              {isOpen ? (
                <QuestionEditor
                  siteId={siteId}
                  question={question}
                  all={questions}
                  faults={own}
                  onChange={(changed) =>
                    onChange((list) => list.map((one) => (one.key === changed.key ? changed : one)))
                  }
                />
              ) : null}
            </section>
          );
        }}
      </SortableList>
      {faults.questions === undefined ? null : (
        <p className={classes.fault} role="alert">
          {faults.questions}
        </p>
      )}
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconPlus size={14} />}
            disabled={questions.length >= maxQuestions}
            mt="sm"
          >
            {t('addQuestion')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu ?? ''}>
          {questionTypes.map((type) => {
            const Icon = icons[type];
            return (
              <Menu.Item
                key={type}
                leftSection={<Icon size={16} />}
                aria-label={t(`type.${type}`)}
                onClick={() => add(type)}
              >
                <span className={classes.typeName}>{t(`type.${type}`)}</span>
                <span className={classes.typeHint}>{t(`typeHint.${type}`)}</span>
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function marksOf(question: DraftQuestion): ('isRequired' | 'isConditional' | 'isMasked')[] {
  if (question.type === 'hidden') return question.masked ? ['isMasked'] : [];
  const { required, masked, shownIf } = question;
  const isConditional = shownIf.answers.length > 0 || shownIf.visit !== null;
  return [
    ...(required ? (['isRequired'] as const) : []),
    ...(isConditional ? (['isConditional'] as const) : []),
    ...(masked ? (['isMasked'] as const) : []),
  ];
}
