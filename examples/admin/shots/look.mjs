/** How a browser looks at the page. */

/** How high its window is, in pixels. */
export const HEIGHT = 860;

/** For Playwright's `newPage`: as a user's browser is set, the page follows. */
export const look = ({ language, theme, width }) => ({
  locale: language === "zh" ? "zh-CN" : "en-US",
  colorScheme: theme,
  viewport: { width, height: HEIGHT },
});
