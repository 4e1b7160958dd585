export type { Plugin, PluginApi, PluginContributions } from './plugins/plugin.js';
