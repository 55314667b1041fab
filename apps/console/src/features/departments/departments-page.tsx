import type { Department, Skill } from '@foyer/protocol/department';
import { Button, Drawer } from '@mantine/core';
import { IconHierarchy2, IconPlus, IconTag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { leaveForm } from '../../ui/unsaved-guard.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { usersQuery } from '../users/users-api.ts';
import { DepartmentForm } from './department-form.tsx';
import { departmentsQuery, skillsQuery } from './departments-api.ts';
import classes from './departments-page.module.css';
import { SkillForm } from './skill-form.tsx';

const home = '/settings/departments';

/** Departments and skills of a site, and the form of the one at the address. */
export function DepartmentsPage({ kind, id }: { kind: string | null; id: string | null }) {
  const { t } = useTranslation('departments');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const departments = useQuery(departmentsQuery(siteId));
  const skills = useQuery(skillsQuery(siteId));
  const department = departments.data?.find((one) => one.id === id) ?? null;
  const skill = skills.data?.find((one) => one.id === id) ?? null;
  const close = () => navigate(home);
  const isDepartment = kind === 'department' && (id === 'new' || department !== null);
  const isSkill = kind === 'skill' && (id === 'new' || skill !== null);
  const title = isSkill
    ? t(skill === null ? 'newSkill' : 'editSkill')
    : t(department === null ? 'newDepartment' : 'editDepartment');
  const failed = [departments, skills].find((query) => query.isError);
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')}>
      {departments.isPending || skills.isPending ? (
        <Loading />
      ) : failed?.isError || !departments.data || !skills.data ? (
        <Failure error={failed?.error} onRetry={() => void failed?.refetch()} />
      ) : (
        <>
          <Block
            title={t('departments')}
            about={t('departmentsAbout')}
            add={t('addDepartment')}
            onAdd={() => navigate(`${home}/department/new`)}
          >
            {departments.data.length === 0 ? (
              <p className={classes.none}>{t('noDepartments')}</p>
            ) : (
              <ul className={classes.list} aria-label={t('departments')}>
                {departments.data.map((one) => (
                  <Row key={one.id} href={`${home}/department/${one.id}`} entry={one} about={one.description} />
                ))}
              </ul>
            )}
          </Block>
          <Block
            title={t('skills')}
            about={t('skillsAbout')}
            add={t('addSkill')}
            onAdd={() => navigate(`${home}/skill/new`)}
          >
            {skills.data.length === 0 ? (
              <p className={classes.none}>{t('noSkills')}</p>
            ) : (
              <Skills skills={skills.data} />
            )}
          </Block>
          <Drawer
            opened={isDepartment || isSkill}
            onClose={() => leaveForm(close)}
            size="30rem"
            title={title}
            closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
          >
            {isDepartment ? <DepartmentForm key={id} siteId={siteId} known={department} onClose={close} /> : null}
            {isSkill ? <SkillForm key={id} siteId={siteId} known={skill} skills={skills.data} onClose={close} /> : null}
          </Drawer>
        </>
      )}
    </SettingsPage>
  );
}

interface BlockProps {
  title: string;
  about: string;
  add: string;
  onAdd: () => void;
  children: ReactNode;
}

function Block({ title, about, add, onAdd, children }: BlockProps) {
  const id = useId();
  return (
    <section className={classes.block} aria-labelledby={id}>
      <div className={classes.head}>
        <div className={classes.words}>
          <h2 id={id}>{title}</h2>
          <p className={classes.about}>{about}</p>
        </div>
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={onAdd}>
          {add}
        </Button>
      </div>
      {children}
    </section>
  );
}

/** Skills, group by group; those without a group come last. */
function Skills({ skills }: { skills: Skill[] }) {
  const { t } = useTranslation('departments');
  const groups = [...new Set(skills.map((skill) => skill.group))].sort((one, other) =>
    one === '' ? 1 : other === '' ? -1 : one.localeCompare(other),
  );
  const isGrouped = groups.some((group) => group !== '');
  return groups.map((group) => (
    <div key={group} className={classes.group}>
      {isGrouped ? <h3>{group === '' ? t('noGroup') : group}</h3> : null}
      <ul className={classes.list} aria-label={group === '' ? t('skills') : group}>
        {skills
          .filter((skill) => skill.group === group)
          .map((skill) => (
            <Row key={skill.id} href={`${home}/skill/${skill.id}`} entry={skill} about="" />
          ))}
      </ul>
    </div>
  ));
}

function Row({ href, entry, about }: { href: string; entry: Department | Skill; about: string }) {
  const { t } = useTranslation('departments');
  const users = useQuery(usersQuery);
  const names = entry.operatorIds.flatMap((id) => users.data?.find((user) => user.id === id)?.name ?? []);
  const Icon = 'group' in entry ? IconTag : IconHierarchy2;
  return (
    <li className={classes.row}>
      <Icon size={17} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <Link href={href} className={classes.name} aria-label={t('edit', { name: entry.name })}>
          {entry.name}
        </Link>
        {about === '' ? null : <div className={classes.about}>{about}</div>}
      </div>
      <div className={classes.members}>{names.length === 0 ? t('nobody') : names.join(', ')}</div>
    </li>
  );
}
