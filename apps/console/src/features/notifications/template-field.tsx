import { Button, Menu, Textarea, TextInput } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './template-field.module.css';

interface TemplateFieldProps {
  label: string;
  /** Merge fields that can be used here. */
  fields: readonly string[];
  isLong: boolean;
  maxLength: number;
  value: string;
  error: ReactNode;
  onChange: (value: string) => void;
}

/** Text with merge fields, which a menu inserts where the cursor is. */
export function TemplateField({ label, fields, isLong, maxLength, value, error, onChange }: TemplateFieldProps) {
  const { t } = useTranslation('notifications');
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const insert = (field: string) => {
    const element = input.current;
    const start = element?.selectionStart ?? value.length;
    const end = element?.selectionEnd ?? start;
    const text = `{{${field}}}`;
    onChange(`${value.slice(0, start)}${text}${value.slice(end)}`);
    // The menu gives the focus back first.
    setTimeout(() => {
      element?.focus();
      element?.setSelectionRange(start + text.length, start + text.length);
    });
  };
  const shared = {
    ref: input,
    label,
    value,
    error,
    maxLength,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  return (
    <div className={classes.field}>
      {isLong ? <Textarea {...shared} autosize minRows={4} maxRows={20} /> : <TextInput {...shared} />}
      <div className={classes.insert}>
        <Menu position="bottom-end" returnFocus={false}>
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<IconBraces size={13} />}
              aria-label={`${t('insert')}: ${label}`}
            >
              {t('insert')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={classes.menu ?? ''}>
            {fields.map((field) => (
              <Menu.Item key={field} onClick={() => insert(field)}>
                <code>{`{{${field}}}`}</code>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}
