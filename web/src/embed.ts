// SPDX-License-Identifier: Apache-2.0

import './styles/embed.css';
import 'cnn2snn/element';
import 'cnn2snn/run/element';
