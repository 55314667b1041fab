import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Menu,
  Modal,
  Switch,
  Tooltip,
} from '@mantine/core';

const iris: MantineColorsTuple = [
  '#f1f2fd',
  '#e1e3fa',
  '#bfc4f3',
  '#9aa2ec',
  '#7b84e5',
  '#5f69da',
  '#4a54c8',
  '#3f48ae',
  '#343c90',
  '#292f72',
];
const dark: MantineColorsTuple = [
  '#e8e8ec',
  '#c9cad2',
  '#a3a5b1',
  '#7d7f8c',
  '#43454f',
  '#33353d',
  '#26282f',
  '#1a1b20',
  '#141519',
  '#0e0f12',
];

/** The console's look on top of Mantine: quiet, dense, one accent. */
export const theme = createTheme({
  primaryColor: 'iris',
  primaryShade: { light: 6, dark: 5 },
  colors: { iris, dark },
  fontFamily: "Inter, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1rem', lineHeight: '1.5' },
      h2: { fontSize: '0.875rem', lineHeight: '1.5' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.5' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs', fw: 500 } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } }),
    Switch: Switch.extend({ defaultProps: { size: 'sm', withThumbIndicator: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, withArrow: false } }),
    Drawer: Drawer.extend({ defaultProps: { position: 'right', overlayProps: { backgroundOpacity: 0.25 } } }),
    // Its placeholder is no menu item, which assistive technology stumbles over: the first item gets the focus.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({ defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 } } }),
  },
});

/** Mantine's own surfaces and greys, set from the tokens so that both speak one language. */
export const themeVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1d1e24',
    '--mantine-color-dimmed': '#60626d',
    '--mantine-color-placeholder': '#6c6e79',
    '--mantine-color-error': '#c92a2a',
  },
  dark: {
    '--mantine-color-body': '#17181c',
    '--mantine-color-text': '#e8e8ec',
    '--mantine-color-dimmed': '#a0a2ae',
    '--mantine-color-placeholder': '#9193a0',
    '--mantine-color-error': '#ff8787',
  },
});
