/** Colours of VS Code's default themes, as far as the view uses them: outside the editor nobody sets them. */

export type ThemeName = 'dark' | 'light' | 'high-contrast';

const common = { 'font-family': 'system-ui, sans-serif', 'font-size': '13px', 'editor-font-family': 'monospace', 'editor-font-size': '13px' };

export const themes: Readonly<Record<ThemeName, Readonly<Record<string, string>>>> = {
  dark: {
    ...common, 'foreground': '#cccccc', 'descriptionForeground': '#9d9d9d', 'editor-background': '#1f1f1f', 'editorWidget-background': '#202020', 'editorWidget-border': '#454545', 'focusBorder': '#0078d4',
    'panel-border': '#2b2b2b', 'button-background': '#0078d4', 'button-foreground': '#ffffff', 'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc', 'button-secondaryHoverBackground': '#3c3c3c',
    'dropdown-background': '#313131', 'dropdown-foreground': '#cccccc', 'dropdown-border': '#3c3c3c', 'charts-blue': '#59a4f9', 'charts-green': '#89d185', 'charts-orange': '#d18616', 'charts-purple': '#b180d7',
    'list-activeSelectionBackground': '#04395e', 'list-activeSelectionForeground': '#ffffff', 'list-inactiveSelectionBackground': '#37373d', 'list-hoverBackground': '#2a2d2e', 'symbolIcon-variableForeground': '#75beff', 'editorWarning-foreground': '#cca700',
  },
  light: {
    ...common, 'foreground': '#3b3b3b', 'descriptionForeground': '#616161', 'editor-background': '#ffffff', 'editorWidget-background': '#f8f8f8', 'editorWidget-border': '#c8c8c8', 'focusBorder': '#005fb8',
    'panel-border': '#e5e5e5', 'button-background': '#005fb8', 'button-foreground': '#ffffff', 'button-secondaryBackground': '#e5e5e5', 'button-secondaryForeground': '#3b3b3b', 'button-secondaryHoverBackground': '#cccccc',
    'dropdown-background': '#ffffff', 'dropdown-foreground': '#3b3b3b', 'dropdown-border': '#cecece', 'charts-blue': '#1a85ff', 'charts-green': '#388a34', 'charts-orange': '#d18616', 'charts-purple': '#652d90',
    'list-activeSelectionBackground': '#e8e8e8', 'list-activeSelectionForeground': '#000000', 'list-inactiveSelectionBackground': '#e4e6f1', 'list-hoverBackground': '#f2f2f2', 'symbolIcon-variableForeground': '#007acc', 'editorWarning-foreground': '#895503',
  },
  'high-contrast': {
    ...common, 'foreground': '#ffffff', 'descriptionForeground': '#ffffff', 'editor-background': '#000000', 'editorWidget-background': '#000000', 'editorWidget-border': '#6fc3df', 'focusBorder': '#f38518', 'contrastBorder': '#6fc3df', 'contrastActiveBorder': '#f38518',
    'panel-border': '#6fc3df', 'button-background': '#000000', 'button-foreground': '#ffffff', 'button-border': '#6fc3df', 'button-secondaryBackground': '#000000', 'button-secondaryForeground': '#ffffff', 'button-secondaryHoverBackground': '#000000',
    'dropdown-background': '#000000', 'dropdown-foreground': '#ffffff', 'dropdown-border': '#6fc3df', 'charts-blue': '#59a4f9', 'charts-green': '#89d185', 'charts-orange': '#d18616', 'charts-purple': '#b180d7',
    'list-activeSelectionBackground': '#000000', 'list-activeSelectionForeground': '#ffffff', 'symbolIcon-variableForeground': '#75beff', 'editorWarning-foreground': '#ffd37c',
  },
};
