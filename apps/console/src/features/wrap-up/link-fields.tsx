import { wrapUpPlaceholders } from '@foyer/protocol/wrap-up';
import { Button, Group, Menu, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { WrapUpFormHandle } from './wrap-up-form.tsx';

/** The page that the web link opens, with help for its placeholders. */
export function LinkFields({ form }: { form: WrapUpFormHandle }) {
  const { t } = useTranslation('wrapUp');
  const input = useRef<HTMLTextAreaElement>(null);
  const meanings = t('placeholder', { returnObjects: true });
  const insert = (placeholder: string) => {
    const { url } = form.values.link;
    const start = input.current?.selectionStart ?? url.length;
    const end = input.current?.selectionEnd ?? start;
    form.setFieldValue('link.url', `${url.slice(0, start)}{${placeholder}}${url.slice(end)}`);
    // Once the menu has given the focus back.
    setTimeout(() => {
      input.current?.focus();
      input.current?.setSelectionRange(start + placeholder.length + 2, start + placeholder.length + 2);
    });
  };
  return (
    <Stack gap="sm">
      <div>
        <Textarea
          ref={input}
          label={t('field.url')}
          description={t('field.urlHint')}
          placeholder="https://crm.example.com/chat?id={chat.id}&email={visitor.email}"
          autosize
          minRows={2}
          maxRows={6}
          spellCheck={false}
          {...form.getInputProps('link.url')}
        />
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" mt={6} leftSection={<IconBraces size={14} aria-hidden />}>
              {t('placeholders')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah="20rem" style={{ overflowY: 'auto' }}>
            {wrapUpPlaceholders.map((one) => (
              <Menu.Item key={one} onClick={() => insert(one)} rightSection={<code>{`{${one}}`}</code>}>
                {meanings[one]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <TextInput label={t('field.caption')} maxLength={80} maw="22rem" {...form.getInputProps('link.caption')} />
      <Radio.Group
        label={t('field.completedBy')}
        description={t('field.completedByHint')}
        {...form.getInputProps('link.completedBy')}
      >
        <Group mt="xs">
          <Radio value="opening" label={t('field.completedByOpening')} />
          <Radio value="callback" label={t('field.completedByCallback')} />
        </Group>
      </Radio.Group>
    </Stack>
  );
}
