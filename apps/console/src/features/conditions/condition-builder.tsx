import { type Expression, maxConditions, maxGroupDepth, type VariableName } from '@foyer/protocol/condition';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyUndoable } from '../../ui/notify.tsx';
import { siteQuery } from '../sites/sites-api.ts';
import { type Builder, type BuilderActs, BuilderContext } from './builder-context.ts';
import classes from './condition-builder.module.css';
import {
  copyTerm,
  countConditions,
  type DraftGroup,
  type DraftTerm,
  draftCondition,
  draftGroup,
  findPlace,
  fromDraft,
  insertTerm,
  listTerms,
  moveTerm,
  replaceGroup,
  replaceTerm,
  toDraft,
  wrapTerm,
} from './condition-draft.ts';
import { type ExpressionFaults, faultsAt } from './condition-faults.ts';
import { ConditionGroup } from './condition-group.tsx';
import { describeExpression } from './describe-expression.ts';
import { newCondition } from './edit-condition.ts';
import { TryOnVisit } from './try-on-visit.tsx';
import { useChoices } from './use-choices.ts';
import { useFindings } from './use-findings.ts';

interface ConditionBuilderProps {
  /** Null: no conditions. */
  value: Expression | null;
  onChange: (value: Expression | null) => void;
  /** What the server found wrong, by the path inside the expression (`expressionFaults` reads them off a refusal). */
  error?: ExpressionFaults | undefined;
  siteId: string;
  /** The visit that each condition is tried on, where the page around chooses it (null: none); left out: it is chosen here. */
  visitId?: string | null | undefined;
  /** Which variables can be chosen; left out: all. */
  offers?: (variable: VariableName) => boolean;
}

const offersAll = () => true;

const noFaults: ExpressionFaults = {};

/** Builds the conditions of a rule (S-037): groups of conditions, read back as a sentence. */
export function ConditionBuilder(props: ConditionBuilderProps) {
  const { value, onChange, error = noFaults, siteId, visitId, offers = offersAll } = props;
  const { t } = useTranslation('conditions');
  const { t: tShell } = useTranslation('shell');
  const { t: tWords } = useTranslation('explanations');
  const [root, setRoot] = useDraft(value);
  const [announced, setAnnounced] = useState('');
  const focus = useFocusRequest(root);
  const choices = useChoices(siteId);
  const site = useQuery(siteQuery(siteId));
  const currency = site.data?.currency ?? 'EUR';
  const [ownVisitId, setOwnVisitId] = useState<string | null>(null);
  const { findings, verdict, isPartial, failure, faults } = useFindings(siteId, visitId ?? ownVisitId, root);
  const refused = useFaults(root, error);
  const newest = useRef(root);
  newest.current = root;

  const set = (next: DraftGroup) => {
    newest.current = next;
    setRoot(next);
    onChange(next.terms.length === 0 ? null : fromDraft(next));
  };
  const add = (groupId: string, term: DraftTerm, focusKey: string) => {
    set(replaceGroup(newest.current, groupId, (group) => ({ ...group, terms: [...group.terms, term] })));
    focus(focusKey);
  };
  const acts: BuilderActs = {
    change: (id, condition) =>
      set(replaceTerm(newest.current, id, (term) => (term.type === 'condition' ? { ...term, condition } : term))),
    setKind: (groupId, kind) => set(replaceGroup(newest.current, groupId, (group) => ({ ...group, kind }))),
    addCondition: (groupId) => {
      const term = draftCondition(newCondition('page.current'));
      add(groupId, term, `${term.id}:variable`);
    },
    addGroup: (groupId) => {
      const term = draftCondition(newCondition('page.current'));
      add(groupId, draftGroup('any', [term]), `${term.id}:variable`);
    },
    duplicate: (term) => {
      const place = findPlace(newest.current, term.id);
      if (place === null) return;
      const copy = copyTerm(term);
      set(insertTerm(newest.current, { ...place, index: place.index + 1 }, copy));
      focus(`${copy.id}:menu`);
    },
    wrap: (id) => {
      const wrapped = wrapTerm(newest.current, id, maxGroupDepth);
      if (wrapped === null) return;
      set(wrapped.root);
      focus(`${wrapped.groupId}:add`);
    },
    move: (id, direction) => {
      const moved = moveTerm(newest.current, id, direction, maxGroupDepth);
      if (moved === null) return;
      set(moved);
      focus(`${id}:menu`);
      setAnnounced(t('moved', { path: placeInWords(moved, id) }));
    },
    remove: (term) => {
      const place = findPlace(newest.current, term.id);
      if (place === null) return;
      set(replaceTerm(newest.current, term.id, () => null));
      focus(`${place.groupId}:add`);
      notifyUndoable(t(term.type === 'condition' ? 'removedCondition' : 'removedGroup'), tShell('undo'), () =>
        set(insertTerm(newest.current, place, term)),
      );
    },
  };
  const builder: Builder = {
    root,
    acts,
    currency,
    choices,
    offers,
    room: maxConditions - countConditions(root),
    faultsOf: (term) => refused.get(term) ?? faults.get(term) ?? noFaults,
    findingOf: (term) => findings.get(term) ?? null,
  };
  return (
    <BuilderContext value={builder}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps Enter in a field from sending the form around */}
      <div className={classes.builder} onKeyDown={keepFromSending}>
        {root.terms.length === 0 ? (
          <div className={classes.none}>
            <p>{t('none')}</p>
            {error[''] === undefined ? null : <p className={classes.fault}>{error['']}</p>}
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} />}
              data-focus-key={`${root.id}:add`}
              onClick={() => acts.addCondition(root.id)}
            >
              {t('add')}
            </Button>
          </div>
        ) : (
          <>
            <ConditionGroup group={root} path="" depth={1} />
            <p className={classes.words}>
              <span className={classes.wordsTitle}>{t('inWords')}</span>{' '}
              {toSentence(describeExpression(fromDraft(root), tWords, currency))}
            </p>
            {visitId === undefined ? (
              <TryOnVisit
                siteId={siteId}
                visitId={ownVisitId}
                onChoose={setOwnVisitId}
                what="conditions"
                verdict={verdict}
                isPartial={isPartial}
                error={failure}
              />
            ) : null}
          </>
        )}
        <p role="status" className="visually-hidden">
          {announced}
        </p>
      </div>
    </BuilderContext>
  );
}

/** Enter chooses in a list, or does nothing: the form around is sent by its button. */
function keepFromSending(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
}

function toSentence(words: string): string {
  return words.endsWith('…') ? words : `${words}.`;
}

/** The value as it is edited; made anew when somebody else than the builder changes it. */
function useDraft(value: Expression | null): [DraftGroup, (next: DraftGroup) => void] {
  const [draft, setDraft] = useState(() => toDraft(value));
  const [shown, setShown] = useState(() => JSON.stringify(value));
  // Forms clone what they hold: only what it says tells whether it is another.
  const given = JSON.stringify(value);
  const drawn = JSON.stringify(draft.terms.length === 0 ? null : fromDraft(draft));
  if (given !== shown) {
    setShown(given);
    if (given !== drawn) {
      const next = toDraft(value);
      setDraft(next);
      return [next, setDraft];
    }
  }
  return [draft, setDraft];
}

/** Faults by the term that they are of. They go with a term that moves, and go away with its next change. */
function useFaults(root: DraftGroup, error: ExpressionFaults): ReadonlyMap<DraftTerm, Record<string, string>> {
  const key = JSON.stringify(error);
  const [found, setFound] = useState({ key: '{}', faults: new Map<DraftTerm, Record<string, string>>() });
  if (found.key === key) return found.faults;
  const faults = new Map(
    listTerms(root)
      .map(({ path, term }) => [term, faultsAt(error, path)] as const)
      .filter(([, one]) => Object.keys(one).length > 0),
  );
  setFound({ key, faults });
  return faults;
}

/** Brings the focus to the control with this key, once it is drawn. */
function useFocusRequest(root: DraftGroup): (focusKey: string) => void {
  const wanted = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time another draft has been drawn
  useEffect(() => {
    if (wanted.current === null) return;
    const key = wanted.current;
    wanted.current = null;
    document.querySelector<HTMLElement>(`[data-focus-key="${key}"]`)?.focus();
  }, [root]);
  return (focusKey) => {
    wanted.current = focusKey;
  };
}

/** `2.1`: the first member of the second. */
function placeInWords(root: DraftGroup, id: string): string {
  const found = listTerms(root).find(({ term }) => term.id === id);
  return (found?.path.match(/\d+/g) ?? []).map((index) => Number(index) + 1).join('.');
}
